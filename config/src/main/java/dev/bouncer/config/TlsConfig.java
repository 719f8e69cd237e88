package dev.bouncer.config;

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

/**
 * {@code bouncer.api.tls}, {@code bouncer.edge.tls}, {@code bouncer.internal.tls}: where a process finds what it shows to
 * prove who it is. What is in the files is another matter.
 *
 * @param certificate {@code certificate}: a PEM file with the certificate, and those above it up to, but without, the root
 * @param key         {@code key}: a PEM file with its private key, not encrypted
 * @param ca          {@code ca}: a PEM file with the authorities of those that are spoken to; null: those of the JVM, and
 *                    nobody is asked for a certificate
 */
public record TlsConfig(Path certificate, Path key, @Nullable Path ca) {}
