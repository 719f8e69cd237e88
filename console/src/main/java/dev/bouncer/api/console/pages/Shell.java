package dev.bouncer.api.console.pages;

import java.util.List;
import java.util.stream.Stream;

import dev.bouncer.api.console.access.SignedIn;
import dev.bouncer.api.console.web.Assets;
import org.jspecify.annotations.Nullable;

/**
 * What stands around each page.
 *
 * @param title   of the page
 * @param section the part of the console that it belongs to; null: none
 * @param who     uses it; null: nobody who has signed in
 * @param app     it is about; null: none
 * @param csrf    for its forms
 * @param assets  knows where static files are
 */
record Shell(String title, @Nullable Section section, @Nullable SignedIn who, @Nullable String app, String csrf,
        Assets assets) {
    /** The parts of the console that whoever uses it may see. */
    List<Section> sections() {
        if (who == null || app == null) return List.of();
        return Stream.of(Section.values()).filter(section -> who.may(app, section.role())).toList();
    }
}
