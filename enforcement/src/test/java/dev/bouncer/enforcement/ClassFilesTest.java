package dev.bouncer.enforcement;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.bouncer.contract.Command;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.streams.KafkaStreams;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rocksdb.RocksDB;

/** What others run in their own JVM runs on Java 21: ours, and what it cannot do without. */
class ClassFilesTest {
    private static final int JAVA_21 = 65;

    @ParameterizedTest
    @ValueSource(classes = {Enforcement.class, Command.class})
    void ours_are_for_java_21(Class<?> oneOfThem) throws Exception {
        assertThat(majorVersions(oneOfThem)).isNotEmpty().allSatisfy((name, version) -> assertThat(version)
                .as(name).isEqualTo(JAVA_21));
    }

    @ParameterizedTest
    @ValueSource(classes = {KafkaConsumer.class, KafkaStreams.class, RocksDB.class,
            com.fasterxml.jackson.databind.ObjectMapper.class, io.micrometer.core.instrument.MeterRegistry.class,
            org.slf4j.Logger.class, org.jspecify.annotations.NullMarked.class})
    void those_of_others_are_not_for_a_newer_one(Class<?> oneOfThem) throws Exception {
        assertThat(majorVersions(oneOfThem)).isNotEmpty().allSatisfy((name, version) -> assertThat(version)
                .as(name).isLessThanOrEqualTo(JAVA_21));
    }

    private static Map<String, Integer> majorVersions(Class<?> oneOfThem) throws IOException, URISyntaxException {
        Path place = Path.of(oneOfThem.getProtectionDomain().getCodeSource().getLocation().toURI());
        if (Files.isDirectory(place)) return majorVersions(place);
        try (FileSystem jar = FileSystems.newFileSystem(place)) {
            return majorVersions(jar.getPath("/"));
        }
    }

    private static Map<String, Integer> majorVersions(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            List<Path> classes = files.filter(file -> file.toString().endsWith(".class"))
                    // Read by newer JVMs only.
                    .filter(file -> !root.relativize(file).startsWith("META-INF")).toList();
            return classes.stream().collect(Collectors.toMap(Path::toString, ClassFilesTest::majorVersion));
        }
    }

    private static int majorVersion(Path file) {
        try (InputStream bytes = Files.newInputStream(file); DataInputStream data = new DataInputStream(bytes)) {
            data.skipNBytes(6);
            return data.readUnsignedShort();
        } catch (IOException e) {
            throw new IllegalStateException("cannot read " + file, e);
        }
    }
}
