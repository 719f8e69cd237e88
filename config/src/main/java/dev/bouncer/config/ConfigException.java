package dev.bouncer.config;

/** The configuration is wrong; the message names the key, the value, where it came from and what was expected. */
public final class ConfigException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** With what is to be told to whoever wrote the configuration. */
    public ConfigException(String message) {
        super(message);
    }
}
