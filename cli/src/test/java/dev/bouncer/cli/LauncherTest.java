package dev.bouncer.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code bouncer}, in a folder that looks like a built project, with JDKs and a Maven that only say who they are. */
class LauncherTest {
    private static final Path SCRIPT = Path.of("..", "bouncer");

    @TempDir
    private Path temp;
    private Path project = Path.of("");
    private Path script = Path.of("");
    private final Map<String, String> environment = new HashMap<>();

    @BeforeEach
    void builtProject() throws IOException {
        temp = temp.toRealPath();
        project = Files.createDirectories(temp.resolve("the project"));
        Files.createDirectories(project.resolve("cli/target/lib"));
        Files.createFile(project.resolve("cli/target/bouncer-cli-1.jar"));
        Files.writeString(Files.createDirectories(project.resolve("cli/src/main")).resolve("A.java"), "");
        Files.writeString(project.resolve("pom.xml"), "");
        Files.createFile(Files.createDirectories(project.resolve("target")).resolve("launcher.built"));
        markBuilt(Instant.now().plusSeconds(60));
        executable(Files.createDirectories(project.resolve("build")).resolve("aot-cache"), """
                #!/bin/bash
                printf '[%%s]\\n' "$@" >>'%s/caches'
                echo cache >"$3"
                """.formatted(temp));

        // The folders in which this machine really keeps its JDKs must not count.
        String text = Files.readString(SCRIPT).replace("/usr/lib/jvm/*", temp + "/jvm/*").replace("/opt/*",
                temp + "/opt/*").replace("/Library/Java/", temp + "/Library/Java/");
        script = executable(project.resolve("bouncer"), text);
        environment.put("HOME", Files.createDirectories(temp.resolve("home")).toString());
        environment.put("PATH",
                tools("bash", "dirname", "readlink", "sed", "head", "find", "mkdir", "rm", "mv", "flock",
                        "cat").toString());
    }

    @Test
    void takesJavaHome() throws Exception {
        jdk(temp.resolve("jvm/jdk-26"), "26");
        environment.put("JAVA_HOME", jdk(temp.resolve("mine"), "25").toString());

        assertThat(run("show").out()).startsWith("java of " + temp.resolve("mine"));
    }

    @Test
    void passesOverAnOldJavaHome() throws Exception {
        environment.put("JAVA_HOME", jdk(temp.resolve("old"), "17").toString());
        jdk(temp.resolve("jvm/jdk-21"), "21");
        Path good = jdk(temp.resolve("jvm/jdk-25"), "25");

        assertThat(run("show").out()).startsWith("java of " + good);
    }

    @Test
    void takesTheOneOnThePathThroughItsLink() throws Exception {
        Path jdk = jdk(temp.resolve("somewhere"), "25");
        Files.createSymbolicLink(temp.resolve("tools/java"), Path.of("../somewhere/bin/java"));

        assertThat(run("show").out()).startsWith("java of " + jdk);
    }

    @Test
    void asksAJavaThatHasNoReleaseFile() throws Exception {
        Path jdk = jdk(temp.resolve("home/.jdks/other"), "25");
        Files.delete(jdk.resolve("release"));

        assertThat(run("show").out()).startsWith("java of " + jdk);
    }

    @Test
    void saysWhatIsMissing() throws Exception {
        jdk(temp.resolve("jvm/jdk-17"), "17");

        Ended ended = run("show");

        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.err()).isEqualTo("bouncer: needs Java 25 or newer: set JAVA_HOME to a JDK 25. Found only "
                + temp.resolve("jvm/jdk-17") + " (17).\n");
    }

    @Test
    void passesArgumentsThroughAsTheyAre() throws Exception {
        environment.put("JAVA_HOME", jdk(temp.resolve("jdk"), "25").toString());
        environment.put("BOUNCER_JAVA_OPTS", "-Xmx1g  -Dx=*");

        // A JVM under the locale C cannot hand other than ASCII on to the script.
        String name = "UTF-8".equals(System.getProperty("sun.jnu.encoding")) ? "Zoë 王" : "Zoe";

        List<String> lines = run("block", "a b", "", "it's \"$HOME\" *", name).out().lines().toList();

        assertThat(lines).containsSequence("[-Xmx1g]", "[-Dx=*]", "[-cp]",
                "[" + project + "/cli/target/lib/*:" + project + "/cli/target/bouncer-cli-1.jar]",
                "[dev.bouncer.cli.Main]", "[block]", "[a b]", "[]", "[it's \"$HOME\" *]", "[" + name + "]");
        assertThat(lines).contains("locale C.UTF-8");
    }

    @Test
    void onlyBenchHasWhatMeasuresOnItsClassPath() throws Exception {
        environment.put("JAVA_HOME", jdk(temp.resolve("jdk"), "25").toString());

        assertThat(run("bench", "kick").out())
                .contains("[" + project + "/cli/target/bench/*:" + project + "/cli/target/lib/*:");
        assertThat(run("up").out()).doesNotContain("/cli/target/bench");
    }

    @Test
    void worksThroughLinksAndFromAnyFolder() throws Exception {
        environment.put("JAVA_HOME", jdk(temp.resolve("jdk"), "25").toString());
        Path bin = Files.createDirectories(temp.resolve("bin"));
        Files.createSymbolicLink(bin.resolve("one"), Path.of("../the project/bouncer"));
        script = Files.createSymbolicLink(bin.resolve("two"), Path.of("one"));

        assertThat(run("show").out()).contains(project + "/cli/target/lib/*");
    }

    @Test
    void buildsOnceWhenASourceIsNewer() throws Exception {
        environment.put("JAVA_HOME", jdk(temp.resolve("jdk"), "25").toString());
        // Both have come to the lock before the build goes on.
        Path flock = Path.of("/usr/bin/flock");
        assumeTrue(Files.exists(flock), "not checked: there is no flock");
        executable(temp.resolve("tools/flock"), "#!/bin/bash\necho x >>'%s/locks'\nexec %s \"$@\"\n"
                .formatted(temp, flock));
        executable(temp.resolve("tools/mvn"), """
                #!/bin/bash
                echo "$JAVA_HOME $*" >>'%1$s/builds'
                mkdir -p cli/target/lib
                until ((${#locks[@]} >= 2)); do mapfile -t locks <'%1$s/locks'; done
                """.formatted(temp));
        markBuilt(Instant.now().minusSeconds(60));
        Files.setLastModifiedTime(project.resolve("pom.xml"), FileTime.from(Instant.now().minusSeconds(120)));

        List<Process> both = Stream.of(1, 2).map(_ -> start("show")).toList();
        for (Process process : both) {
            assertThat(end(process).status()).isZero();
        }
        run("show");

        assertThat(Files.readAllLines(temp.resolve("builds"))).containsExactly(temp.resolve("jdk")
                + " -q -B -DskipTests -Dformatter.skip=true -pl cli -am package");
    }

    @Test
    void showsWhatABuildSaysThatFails() throws Exception {
        environment.put("JAVA_HOME", jdk(temp.resolve("jdk"), "25").toString());
        executable(temp.resolve("tools/mvn"),
                "#!/bin/bash\necho '[ERROR] no such symbol'\nexit 1\n");
        Files.delete(project.resolve("target/launcher.built"));

        Ended ended = run("show");

        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.err()).endsWith("[ERROR] no such symbol\nbouncer: the build failed.\n");
        assertThat(project.resolve("target/launcher.built")).doesNotExist();
    }

    @Test
    void makesACacheOfTheJarsAndStartsWithIt() throws Exception {
        Path jdk = jdk(temp.resolve("jdk"), "25");
        environment.put("JAVA_HOME", jdk.toString());
        Path cache = project.resolve("cli/target/bouncer.aot");

        assertThat(run("up").out().lines()).contains("[-XX:AOTCache=" + cache + "]");
        assertThat(Files.readAllLines(temp.resolve("caches"))).containsExactly("[" + jdk + "/bin/java]",
                "[" + project + "/cli/target/lib/*:" + project + "/cli/target/bouncer-cli-1.jar]", "[" + cache + "]");

        assertThat(run("edge").out().lines()).contains("[-XX:AOTCache=" + cache + "]");
        assertThat(Files.readAllLines(temp.resolve("caches"))).hasSize(3);

        Path jar = Files.createFile(project.resolve("cli/target/lib/new.jar"));
        Files.setLastModifiedTime(jar, FileTime.from(Files.getLastModifiedTime(cache).toInstant().plusMillis(10)));
        assertThat(run("list").out()).startsWith("java of").doesNotContain("AOT");
        assertThat(Files.readAllLines(temp.resolve("caches"))).as("not for what is over in a moment").hasSize(3);
        run("up");
        assertThat(Files.readAllLines(temp.resolve("caches"))).hasSize(6);
    }

    @Test
    void makesACacheAnewWhenAJarWasReplacedByAnOlderOne() throws Exception {
        environment.put("JAVA_HOME", jdk(temp.resolve("jdk"), "25").toString());
        Path jar = Files.createFile(project.resolve("cli/target/lib/some.jar"));
        run("up");
        run("up");
        assertThat(Files.readAllLines(temp.resolve("caches"))).hasSize(3);

        Files.delete(jar);
        Files.setLastModifiedTime(Files.createFile(jar), FileTime.from(Instant.EPOCH));
        run("up");
        assertThat(Files.readAllLines(temp.resolve("caches"))).hasSize(6);
    }

    @Test
    void startsWithoutACacheThatCannotBeMadeAndDoesNotTryAgain() throws Exception {
        environment.put("JAVA_HOME", jdk(temp.resolve("jdk"), "25").toString());
        executable(project.resolve("build/aot-cache"), "#!/bin/bash\necho tried >>'%s/caches'\nexit 1\n"
                .formatted(temp));

        assertThat(run("up").out()).startsWith("java of").doesNotContain("AOT");
        assertThat(run("up")).satisfies(again -> assertThat(again.status()).isZero())
                .satisfies(again -> assertThat(again.err()).isEmpty());
        assertThat(Files.readAllLines(temp.resolve("caches"))).hasSize(1);
    }

    @Test
    void leavesTheCacheOutWhereTheUsersOptionsDoNotGoWithOne() throws Exception {
        environment.put("JAVA_HOME", jdk(temp.resolve("jdk"), "25").toString());

        for (String options : List.of("-Xmx1g -Xshare:off", "-XX:AOTCacheOutput=mine",
                "-XX:SharedArchiveFile=mine.jsa")) {
            environment.put("BOUNCER_JAVA_OPTS", options);
            assertThat(run("up").out()).doesNotContain("-XX:AOTCache=");
        }
    }

    @Test
    void nativeLibrariesAreLookedForWhereTheBuildLaidThemUnlessTheUserSaysOtherwise() throws Exception {
        environment.put("JAVA_HOME", jdk(temp.resolve("jdk"), "25").toString());
        assertThat(run("show").out()).as("a platform without").doesNotContain("java.library.path");

        Path natives = Files.createDirectory(project.resolve("cli/target/native"));
        assertThat(run("show").out().lines()).contains("[-Djava.library.path=" + natives + "]");
        environment.put("BOUNCER_JAVA_OPTS", "-Djava.library.path=/mine");
        assertThat(run("show").out().lines()).containsSubsequence("[-Djava.library.path=" + natives + "]",
                "[-Djava.library.path=/mine]");
    }

    @Test
    void saysThatItCannotBuildWithoutMaven() throws Exception {
        environment.put("JAVA_HOME", jdk(temp.resolve("jdk"), "25").toString());
        Files.delete(project.resolve("target/launcher.built"));

        Ended ended = run("show");

        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.err()).contains("which needs Maven (mvn), 3.8.7 or newer: found none on the PATH");
    }

    private record Ended(int status, String out, String err) {}

    private Ended run(String... args) throws Exception {
        return end(start(args));
    }

    private Process start(String... args) {
        ProcessBuilder builder = new ProcessBuilder(
                Stream.concat(Stream.of(script.toString()), Stream.of(args)).toList());
        builder.directory(temp.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        try {
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Ended end(Process process) throws Exception {
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return new Ended(process.exitValue(), out, err);
    }

    private void markBuilt(Instant time) throws IOException {
        Files.setLastModifiedTime(project.resolve("target/launcher.built"), FileTime.from(time));
    }

    private Path jdk(Path home, String version) throws IOException {
        Files.createDirectories(home.resolve("bin"));
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + ".0.1\"\n");
        executable(home.resolve("bin/javac"), "#!/bin/bash\n");
        executable(home.resolve("bin/java"), """
                #!/bin/bash
                if [[ $1 == -version ]]; then
                    echo 'openjdk version "%s.0.1" 2026-01-20' >&2
                    exit
                fi
                echo "java of %s"
                echo "locale $LC_ALL"
                printf '[%%s]\\n' "$@"
                """.formatted(version, home));
        return home;
    }

    private static Path executable(Path file, String text) throws IOException {
        Files.writeString(file, text);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    // A PATH with the tools of the script and no Java.
    private Path tools(String... names) throws IOException {
        Path folder = Files.createDirectories(temp.resolve("tools"));
        for (String name : names) {
            for (String place : List.of("/usr/bin", "/bin")) {
                Path tool = Path.of(place, name);
                if (Files.exists(tool)) executable(folder.resolve(name), "#!/bin/sh\nexec " + tool + " \"$@\"\n");
            }
        }
        return folder;
    }
}
