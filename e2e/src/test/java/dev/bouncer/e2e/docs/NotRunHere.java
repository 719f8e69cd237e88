package dev.bouncer.e2e.docs;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Commands of the docs that are not run as they stand, and why.
 *
 * @param commands what they are, without their comments
 * @param test     the test that does the same; empty: there is none
 */
record NotRunHere(Pattern commands, String test, String why) {
    private static final String LONG = "takes minutes or hours; the test runs it as short as can be";

    static final List<NotRunHere> LIST = List.of(
            none("mvn .*", "the build does not build itself"),
            none("\\(cd e2e/target/screenshots .*", "changes the docs"),
            by("DemoIT", "\\./bouncer demo", "starts a node of its own"),
            by("BenchIT", "\\./bouncer bench (?!--).*", LONG),
            by("BenchCommandTest", "\\./bouncer bench --.*", "is left out of what the build installs"),
            by("ChaosIT", "build/chaos .*", LONG),
            by("SpecTest", "build/spec( --quick)?", LONG),
            by("SchemathesisIT", "build/schemathesis", LONG),
            by("BalancerIT", "\\./bouncer (streams|api|edge) +--config bouncer.yml", "a fleet of processes"),
            by("ImageIT", "docker (build|run) .*", "needs a container engine; the test runs what the image holds"),
            by("DeploymentTest", "docker compose .*", "needs a container engine"),
            by("DeploymentTest", "kubectl .*", "needs Kubernetes"),
            by("DeploymentTest", "prometheus .*", "runs until it is ended; the test has its configuration checked"),
            by("AlertsTest", "promtool .*", "is not on every machine; the test brings it along"),
            none("openssl x509 .*", "the certificate is on another machine"),
            none("kafka-console-consumer.sh .*", "comes with Kafka, not with Bouncer"),
            by("UpIT", "(\\./bouncer import|python3 .*) .*enwiki-.*", "the file is not part of the project"),
            by("UpIT", "grep 01a2010e-.* up.log", "the id is of another log"),
            by("AuditReadIT", "\\./bouncer audit at 2026-.*", "the time is of another log"),
            none("BOUNCER_JAVA_OPTS=-Xmx128m \\./bouncer audit .*", "measures a log of 2,000,000 events"),
            by("EdgesCommandsTest", "\\./bouncer edges forget edge-3", "there is no edge that is gone"));

    private static NotRunHere by(String test, String commands, String why) {
        return new NotRunHere(Pattern.compile(commands, Pattern.DOTALL), test, why);
    }

    private static NotRunHere none(String commands, String why) {
        return by("", commands, why);
    }

    boolean lists(DocumentedCommand command) {
        return commands.matcher(command.bare()).matches();
    }
}
