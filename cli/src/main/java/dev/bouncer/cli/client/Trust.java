package dev.bouncer.cli.client;

import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

import dev.bouncer.config.tls.Authorities;
import org.jspecify.annotations.Nullable;

/** Whose certificates are believed, and what to say of one that is not. */
public final class Trust extends X509ExtendedTrustManager {
    private final X509ExtendedTrustManager authorities;
    private final String expected;

    private Trust(X509ExtendedTrustManager authorities, String expected) {
        this.authorities = authorities;
        this.expected = expected;
    }

    /**
     * That of a person who has said whom they believe, or has not.
     *
     * @param at what errors call it: where the file was named
     * @param ca a PEM file; null: whom Java believes
     * @throws dev.bouncer.config.ConfigException if the file cannot be read, or holds no certificate
     */
    public static Trust in(String at, @Nullable Path ca) {
        return ca == null
                ? new Trust(Authorities.ofJava(), "one of an authority that Java knows, or of a file named with --ca")
                : new Trust(Authorities.in(at, ca), "one of those in " + ca);
    }

    /** For HTTP clients. */
    public SSLContext context() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[]{this}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JVM has no TLS", e);
        }
    }

    /** What to say of a handshake that failed. */
    public static String failure(Throwable failed) {
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof Disbelief) return String.valueOf(cause.getMessage());
        }
        return "TLS failed: " + failed.getMessage();
    }

    /** Whether the first thing that came was no TLS, which the JDK says in words alone: then nothing was sent but a greeting. */
    static boolean isPlain(SSLException failed) {
        String words = String.valueOf(failed.getMessage());
        return words.contains("unrecognized SSL message") || words.contains("plaintext connection?");
    }

    private static final class Disbelief extends CertificateException {
        private static final long serialVersionUID = 1L;

        Disbelief(X509Certificate shown, String expected, CertificateException why) {
            super("its certificate is of " + shown.getSubjectX500Principal() + ", given by "
                    + shown.getIssuerX500Principal() + ": expected " + expected + ", naming this host ("
                    + why.getMessage() + ')', why);
        }
    }

    private interface Check {
        void run() throws CertificateException;
    }

    private void check(X509Certificate[] chain, Check check) throws CertificateException {
        try {
            check.run();
        } catch (CertificateException e) {
            throw new Disbelief(chain[0], expected, e);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
            throws CertificateException {
        check(chain, () -> authorities.checkServerTrusted(chain, type, engine));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        check(chain, () -> authorities.checkServerTrusted(chain, type, socket));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        check(chain, () -> authorities.checkServerTrusted(chain, type));
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
            throws CertificateException {
        authorities.checkClientTrusted(chain, type, engine);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        authorities.checkClientTrusted(chain, type, socket);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
        authorities.checkClientTrusted(chain, type);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return authorities.getAcceptedIssuers();
    }
}
