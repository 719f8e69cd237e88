/**
 * TLS from PEM files, for whoever listens and for whoever asks, with certificates that are renewed while the process runs.
 * {@link dev.bouncer.config.tls.Tls} is the way in, {@link dev.bouncer.config.tls.JettyTls} the one for those with Jetty.
 */
@NullMarked
package dev.bouncer.config.tls;

import org.jspecify.annotations.NullMarked;
