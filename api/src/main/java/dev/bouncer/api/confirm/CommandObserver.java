package dev.bouncer.api.confirm;

import dev.bouncer.contract.Decoded;
import dev.bouncer.contract.EnforcementReport;

/**
 * Is told what {@link RecentCommands} hears, once, as it happens. Called by the threads that follow the log: it must neither
 * block nor throw.
 */
public interface CommandObserver {
    /** A command has been read from the log, whoever gave it. */
    void read(Decoded.Valid record);

    /** An edge has closed sessions because of a command that was {@link #read} before. */
    void enforced(Decoded.Valid record, EnforcementReport report);
}
