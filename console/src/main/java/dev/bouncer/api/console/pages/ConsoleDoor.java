package dev.bouncer.api.console.pages;

import java.net.URI;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Supplier;

import dev.bouncer.api.access.AccessKeys;
import dev.bouncer.api.access.Callers;
import dev.bouncer.api.confirm.Confirmations;
import dev.bouncer.api.confirm.RecentCommands;
import dev.bouncer.api.console.access.Csrf;
import dev.bouncer.api.console.access.Limits;
import dev.bouncer.api.console.access.Roles;
import dev.bouncer.api.console.access.Seals;
import dev.bouncer.api.console.access.Sessions;
import dev.bouncer.api.console.access.Tokens;
import dev.bouncer.api.console.imports.Giving;
import dev.bouncer.api.console.oidc.OidcSignIn;
import dev.bouncer.api.console.web.Assets;
import dev.bouncer.api.console.web.Cookies;
import dev.bouncer.api.doors.StreamsInstances;
import dev.bouncer.api.http.Door;
import dev.bouncer.api.http.Problem;
import dev.bouncer.api.http.ProblemType;
import dev.bouncer.api.http.RequestBody;
import dev.bouncer.api.live.LiveEdges;
import dev.bouncer.api.publish.CommandIntake;
import dev.bouncer.config.AppConfig;
import dev.bouncer.config.ConsoleConfig;
import dev.bouncer.config.OidcConfig;
import dev.bouncer.config.Secret;
import dev.bouncer.enforcement.BlocklistView;
import dev.bouncer.enforcement.Readiness;
import io.javalin.config.RoutesConfig;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The console: pages at {@code /console}, for people. */
public final class ConsoleDoor implements Door, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ConsoleDoor.class);
    private static final String APP = "/console/apps/{app}";
    // Reason and message at their longest, escaped, and then some.
    private static final int MAX_FORM = 32 * 1024;

    private final boolean enabled;
    private final Assets assets = new Assets();
    private final Frame frame;
    private final SignInPages signIn;
    private final BlocksPage blocks;
    private final FeedPage feed;
    private final FiguresPage figures;
    private final FleetPage fleet;
    private final SubjectPage subject;
    private final CommandPages commands;
    private final ImportPages imports;
    private final @Nullable OidcSignIn oidc;

    /**
     * The parts of an API process that the console asks, and gives commands by.
     *
     * @param readiness of the view
     * @param secret    what moderation-streams is shown; null: none is configured
     * @param models    what lists and charts are made of
     */
    public record Parts(AccessKeys keys, Callers callers, BlocklistView view, Supplier<Readiness> readiness,
            CommandIntake intake,
            RecentCommands recent, Confirmations confirmations, LiveEdges edges, StreamsInstances streams,
            @Nullable Secret secret, Models models) {}

    /** The door. */
    public ConsoleDoor(ConsoleConfig config, Map<String, AppConfig> apps, Parts parts, InstantSource clock) {
        this.enabled = config.enabled();
        Seals seals = new Seals(secret(config));
        Cookies cookies = new Cookies(config.url());
        Roles roles = new Roles(apps, config.oidc(), seals);
        Sessions sessions = new Sessions(seals, cookies, roles, config.sessionFor(), clock);
        Limits limits = new Limits(parts.callers());
        Csrf csrf = new Csrf(seals, cookies);
        RequestBody body = new RequestBody(MAX_FORM);
        this.oidc = oidc(config.oidc(), config.url(), seals, cookies, limits, clock);
        this.frame = new Frame(sessions, csrf, assets);
        this.signIn = new SignInPages(frame, sessions, csrf, roles, parts.keys(), body, oidc);
        this.blocks = new BlocksPage(frame, parts.models().search(), parts.models().counts(), parts.readiness(),
                clock);
        this.feed = new FeedPage(frame, parts.models().feed(), parts.models().stream(), clock);
        this.figures = new FiguresPage(frame, parts.models().figures());
        this.fleet = new FleetPage(frame, parts.models().fleet(), clock);
        this.subject = new SubjectPage(frame, parts.view(), parts.readiness(), parts.edges(),
                new Histories(parts.streams(), parts.secret()), new Notices(parts.recent(), parts.confirmations()),
                clock);
        this.commands = new CommandPages(frame, csrf, limits, body, parts.view(), parts.readiness(), parts.edges(),
                parts.intake(), parts.confirmations(), clock);
        this.imports = new ImportPages(frame, csrf, limits, parts.view(), parts.readiness(),
                new Giving(parts.intake(), clock), clock);
    }

    private static @Nullable OidcSignIn oidc(@Nullable OidcConfig oidc, @Nullable URI url, Seals seals, Cookies cookies,
            Limits limits, InstantSource clock) {
        return oidc == null || url == null ? null : new OidcSignIn(oidc, url, seals, cookies, limits, clock);
    }

    private static Secret secret(ConsoleConfig config) {
        if (config.sessionSecret() != null) return config.sessionSecret();
        if (config.enabled()) {
            log.atInfo()
                    .log("bouncer.console.session-secret is not set: sessions of the console end with this process, "
                            + "and other nodes do not know them");
        }
        return new Secret(Tokens.fresh());
    }

    @Override
    public void addTo(RoutesConfig routes) {
        if (!enabled) return;
        routes.get(Links.HOME, frame.open(signIn::home)).get(Links.HOME + "/", frame.open(signIn::home))
                .get(Links.SIGN_IN, frame.open(signIn::show)).post(Links.SIGN_IN, frame.open(signIn::signIn))
                .post(Links.SIGN_OUT, frame.open(signIn::signOut))
                .get(Links.SIGNED_OUT, frame.open(signIn::showSignedOut))
                .get("/console/oidc/begin", frame.open(signIn::ask))
                .get(OidcSignIn.CALLBACK, frame.open(signIn::answer)).get(Assets.ROUTE, frame.open(assets::serve));
        routes.get(APP + "/blocks", frame.ofApp(blocks::show)).get(APP + "/subject", frame.ofApp(subject::show))
                .get(APP + "/subject/status", frame.ofApp(subject::showStatus))
                .get(APP + "/subject/sessions", frame.ofApp(subject::showSessions))
                .get(APP + "/subject/history", frame.ofApp(subject::showHistory))
                .get(APP + "/commands/{command}", frame.ofApp(subject::showNotice))
                .post(APP + "/confirm", frame.ofApp(commands::confirm)).post(APP + "/act", frame.ofApp(commands::act));
        routes.get(APP + "/import", frame.ofApp(imports::show)).post(APP + "/import", frame.ofApp(imports::give))
                .post(APP + "/import/preview", frame.ofApp(imports::preview));
        routes.get(APP + "/feed", frame.ofApp(feed::show)).get(APP + "/feed/events", frame.ofApp(feed::stream))
                .get(APP + "/figures", frame.ofApp(figures::show))
                .get(APP + "/figures/{chart}", frame.ofApp(figures::showChart))
                .get(APP + "/fleet", frame.ofApp(fleet::show))
                .get(APP + "/fleet/processes", frame.ofApp(fleet::showProcesses));
        routes.get("/console/<path>", frame.open(_ -> {
            throw Problem.of(ProblemType.NO_SUCH_ROUTE, "the address leads nowhere");
        }));
    }

    @Override
    public void close() {
        if (oidc != null) oidc.close();
    }
}
