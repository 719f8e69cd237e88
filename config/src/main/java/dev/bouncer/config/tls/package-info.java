/**
 * TLS from PEM files, for whoever listens and for whoever asks, with certificates that are renewed while the process runs.
 * {@link dev.bouncer.config.tls.Tls} is the way in.
 */
@NullMarked
package dev.bouncer.config.tls;

import org.jspecify.annotations.NullMarked;
