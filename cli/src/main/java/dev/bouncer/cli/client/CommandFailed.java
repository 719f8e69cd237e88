package dev.bouncer.cli.client;

/** Ends a run of the command line with one line for the person and one status for the script. */
public final class CommandFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ExitStatus status;

    /** With what to tell: what was wrong, where, what was expected. */
    public CommandFailed(ExitStatus status, String message) {
        super(message);
        this.status = status;
    }

    /** With what to tell, and what it comes from. */
    public CommandFailed(ExitStatus status, String message, Throwable cause) {
        super(message, cause);
        this.status = status;
    }

    /** How the process ends. */
    public ExitStatus status() {
        return status;
    }
}
