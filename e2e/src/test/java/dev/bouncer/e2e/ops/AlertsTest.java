package dev.bouncer.e2e.ops;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import dev.bouncer.e2e.clients.ClientRuntime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Prometheus understands its files, the alerts do what their tests say, and each has a paragraph for who is woken by it. */
class AlertsTest {
    private static final Pattern HEADING = Pattern.compile("^#+ `?(\\w+)`?\\n\\n(?=\\S)", Pattern.MULTILINE);

    @ParameterizedTest
    @CsvSource({"check, config, prometheus.yml", "check, rules, alerts.yml", "test, rules, alerts_test.yml"})
    void prometheus_takes_them(String verb, String what, String file) throws Exception {
        ProcessBuilder command = ClientRuntime.DEBIAN.command("run.sh", "promtool", verb, what,
                OpsFolder.PROMETHEUS.resolve(file).toString());
        Process promtool = command.redirectErrorStream(true).start();
        String said = new String(promtool.getInputStream().readAllBytes(), UTF_8);

        assertThat(promtool.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(promtool.exitValue()).as(said).isZero();
        assertThat(said).contains("SUCCESS");
    }

    @Test
    void each_alert_has_a_paragraph_in_the_docs_and_a_test() throws Exception {
        Path operating = OpsFolder.HOME.resolve("docs/operating.md");
        List<String> paragraphs = HEADING.matcher(Files.readString(operating, UTF_8)).results()
                .map((MatchResult heading) -> heading.group(1)).toList();
        String tests = Files.readString(OpsFolder.PROMETHEUS.resolve("alerts_test.yml"), UTF_8);

        assertThat(OpsFolder.alerts()).hasSizeGreaterThan(8).allSatisfy(alert -> {
            assertThat(alert.runbook()).isEqualTo("docs/operating.md#" + alert.name().toLowerCase(Locale.ROOT));
            assertThat(paragraphs).contains(alert.name());
            assertThat(tests).containsPattern("alertname: " + alert.name() + "\\n +exp_alerts:");
        });
    }
}
