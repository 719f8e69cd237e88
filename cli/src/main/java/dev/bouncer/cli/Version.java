package dev.bouncer.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

import picocli.CommandLine.IVersionProvider;

/** {@code --version}: Bouncer's, as the build wrote it, and that of the JVM it runs on. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() throws IOException {
        Properties built = new Properties();
        try (InputStream in = Version.class.getResourceAsStream("version.properties")) {
            if (in == null) throw new IOException("version.properties is missing from the jar");
            built.load(in);
        }
        return new String[]{"bouncer " + built.getProperty("version") + " (Java " + Runtime.version() + ")"};
    }
}
