package dev.bouncer.api.console.pages;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;

import dev.bouncer.api.console.access.Csrf;
import dev.bouncer.api.console.access.Limits;
import dev.bouncer.api.console.access.Tokens;
import dev.bouncer.api.console.imports.Giving;
import dev.bouncer.api.console.imports.Plan;
import dev.bouncer.api.console.imports.Planner;
import dev.bouncer.api.console.web.Form;
import dev.bouncer.api.http.Problem;
import dev.bouncer.api.http.ProblemType;
import dev.bouncer.api.http.RequestBody;
import dev.bouncer.enforcement.BlocklistView;
import dev.bouncer.enforcement.Readiness;
import dev.bouncer.importing.Format;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Imports a ban list: first a page that says what the file would do, then, once that is confirmed, its commands. Between the two
 * no node remembers anything: the commands that were shown travel in the form.
 */
final class ImportPages {
    private static final Logger log = LoggerFactory.getLogger(ImportPages.class);
    // A text has a carriage return at each line's end when it comes from a form.
    private static final RequestBody FILE = new RequestBody(2 * Planner.MAX_FILE);
    // A character is at most three bytes of UTF-8, but hardly any is in what all commands have.
    private static final RequestBody COMMANDS = new RequestBody(3 * Planner.MAX_CHARACTERS);

    private final Frame frame;
    private final Csrf csrf;
    private final Limits limits;
    private final BlocklistView view;
    private final Supplier<Readiness> readiness;
    private final Giving giving;
    private final InstantSource clock;

    /** @param readiness of the view */
    ImportPages(Frame frame, Csrf csrf, Limits limits, BlocklistView view, Supplier<Readiness> readiness, Giving giving,
            InstantSource clock) {
        this.frame = frame;
        this.csrf = csrf;
        this.limits = limits;
        this.view = view;
        this.readiness = readiness;
        this.giving = giving;
        this.clock = clock;
    }

    /** Asks for a file. */
    void show(Visit visit) {
        requireModerator(visit);
        frame.show(visit.context(), frame.templates()
                .importing(frame.shell(visit, "Import into " + visit.app(), Section.IMPORT), visit.app()));
    }

    /** Says what the file would do. */
    void preview(Visit visit) {
        Form form = read(visit, FILE);
        byte[] file = file(form);
        Format format = Problem.unlessMalformed(() -> Format.ofWireName(form.text("format")));
        Problem.requireReady(readiness.get());
        Instant now = clock.instant();
        Plan plan = new Planner(view, visit.app(), visit.who().name(), now).plan(file, format, Tokens.fresh());
        ImportView.Preview page = new ImportView.Preview(visit.app(), plan, visit.who().name(), now);
        frame.show(visit.context(), frame.templates()
                .importpreview(frame.shell(visit, "What the file would do", Section.IMPORT), page));
    }

    /** Does it. */
    void give(Visit visit) {
        Form form = read(visit, COMMANDS);
        Problem.requireReady(readiness.get());
        String commands = form.exact("commands");
        Giving.Given given = giving.give(commands, visit.app(), visit.who().name());
        log.atInfo().addKeyValue("app", visit.app()).addKeyValue("actor", visit.who().name())
                .addKeyValue("accepted", given.accepted().size()).addKeyValue("of", given.all()).log("import");
        ImportView.Done page = new ImportView.Done(visit.app(), given, commands, number(form, "refused"),
                number(form, "idle"));
        if (given.trouble() != null) visit.context().status(503);
        frame.show(visit.context(), frame.templates()
                .importdone(frame.shell(visit, "Imported into " + visit.app(), Section.IMPORT), page));
    }

    private static void requireModerator(Visit visit) {
        visit.who().require(visit.app(), Section.IMPORT.role());
    }

    // Who may not do it is not read: a file is long.
    private Form read(Visit visit, RequestBody body) {
        requireModerator(visit);
        Form form;
        try {
            form = Form.readWithFiles(visit.context(), body);
        } catch (Problem e) {
            throw e.type() == ProblemType.BODY_TOO_LARGE ? Planner.tooLarge(e.detail()) : e;
        }
        csrf.require(visit.context(), form, visit.who());
        limits.spend(visit.context(), visit.who().identity());
        return form;
    }

    private static byte[] file(Form form) {
        byte[] file = form.file("file");
        String text = form.exact("text");
        if (file.length > 0 && !text.isBlank())
            throw Problem.malformed("file: expected a file or its text, got both");
        if (file.length == 0 && text.isBlank()) throw Problem.malformed("file: expected a file or its text, got none");
        // Forms end lines with CR LF, whatever they ended with.
        return file.length > 0 ? file : text.replace("\r\n", "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static int number(Form form, String name) {
        return Problem.unlessMalformed(() -> Integer.parseInt(form.text(name)));
    }
}
