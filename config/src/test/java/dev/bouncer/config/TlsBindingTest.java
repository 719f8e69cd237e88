package dev.bouncer.config;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;

import static dev.bouncer.config.Loading.load;
import static dev.bouncer.config.Loading.refused;
import static org.assertj.core.api.Assertions.assertThat;

/** {@code tls}, wherever it may stand. */
final class TlsBindingTest {
    @Test
    void eachPortHasItsOwn() {
        BouncerConfig config = load("""
                bouncer:
                  api: { tls: { certificate: a.pem, key: a.key } }
                  edge: { tls: { certificate: e.pem, key: e.key } }
                  internal: { tls: { certificate: i.pem, key: i.key, ca: ca.pem } }
                """);
        assertThat(config.api().tls()).isEqualTo(new TlsConfig(Path.of("a.pem"), Path.of("a.key"), null));
        assertThat(config.edge().tls()).isEqualTo(new TlsConfig(Path.of("e.pem"), Path.of("e.key"), null));
        assertThat(config.internal().tls())
                .isEqualTo(new TlsConfig(Path.of("i.pem"), Path.of("i.key"), Path.of("ca.pem")));
        assertThat(load("bouncer.edge.port: 1").edge().tls()).isNull();
    }

    @Test
    void halfOfItIsRefused() {
        refused("bouncer.api.tls.certificate: a.pem")
                .withMessage("bouncer.api.tls.key: expected a PEM file, as there is a certificate, got none");
        refused("bouncer.edge.tls.key: a.key")
                .withMessage("bouncer.edge.tls.certificate: expected a PEM file, as there is a key, got none");
        refused("bouncer.internal.tls.ca: ca.pem")
                .withMessage("bouncer.internal.tls.certificate: expected a PEM file, as there is a ca, got none");
        refused("bouncer.edge.tls: { key: '', certificate: e.pem }")
                .withMessage("bouncer.edge.tls.key (from bouncer.yml): expected a PEM file, got ''");
    }
}
