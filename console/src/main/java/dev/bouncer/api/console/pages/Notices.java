package dev.bouncer.api.console.pages;

import java.util.UUID;

import dev.bouncer.api.confirm.Confirmations;
import dev.bouncer.api.confirm.RecentCommands;
import dev.bouncer.contract.Decoded;

/** What became of commands, as far as this node remembers. Thread-safe. */
final class Notices {
    private final RecentCommands recent;
    private final Confirmations confirmations;

    Notices(RecentCommands recent, Confirmations confirmations) {
        this.recent = recent;
        this.confirmations = confirmations;
    }

    /** Of a command of that app; of another app's nothing is told. */
    NoticeView of(String app, UUID id) {
        Decoded.Valid found = recent.find(id);
        if (found == null || !found.command().subject().app().equals(app))
            return new NoticeView(app, id.toString(), null, null);
        return new NoticeView(app, id.toString(), found.command(), confirmations.now(id, found.position()));
    }
}
