package dev.bouncer.api.doors.centrifugo;

import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import dev.bouncer.api.access.AppKey;
import dev.bouncer.contract.Command;
import dev.bouncer.contract.SubjectKey;
import dev.bouncer.contract.SubjectKind;
import dev.bouncer.contract.Termination;
import dev.bouncer.contract.Times;
import org.jspecify.annotations.Nullable;

/** Makes commands of requests. Each throws {@link IllegalArgumentException} if a value cannot be. */
final class UserCommands {
    private final Supplier<UUID> ids;
    private final InstantSource clock;

    UserCommands(Supplier<UUID> ids, InstantSource clock) {
        this.ids = ids;
        this.clock = clock;
    }

    Command block(AppKey caller, Request.BlockUser request) {
        return new Command.Block(ids.get(), user(caller, request.user()), end(request.expireAt()), null, null,
                caller.key().name(), clock.instant());
    }

    Command unblock(AppKey caller, Request.UnblockUser request) {
        return new Command.Unblock(ids.get(), user(caller, request.user()), null, caller.key().name(),
                clock.instant());
    }

    /** Empty: it is for sessions that nobody can have, and there is nothing to do. */
    Optional<Command> terminate(AppKey caller, Request.Disconnect request) {
        SubjectKey user = user(caller, request.user());
        Termination.Close close = close(request.close());
        Set<UUID> only = new HashSet<>();
        boolean someone = name(only, request.client()) && name(only, request.session());
        Set<UUID> except = request.whitelist().stream().map(UserCommands::session).flatMap(Optional::stream)
                .collect(Collectors.toSet());
        Termination termination = new Termination(only, except, close);
        // A session has one id: whoever gives two names that differ names none.
        if (!someone || only.size() > 1) return Optional.empty();
        return Optional.of(new Command.Terminate(ids.get(), user, termination, null, caller.key().name(),
                clock.instant()));
    }

    /** A token that is blocked is as good as revoked. */
    Command revoke(AppKey caller, Request.RevokeToken request) {
        return new Command.Block(ids.get(), SubjectKey.of(caller.app(), SubjectKind.TOKEN, request.uid()),
                end(request.expireAt()), null, null, caller.key().name(), clock.instant());
    }

    Command invalidate(AppKey caller, Request.InvalidateUserTokens request) {
        Instant now = clock.instant();
        Instant before = request.issuedBefore() == 0 ? now : time("issued_before", request.issuedBefore());
        return new Command.Invalidate(ids.get(), user(caller, request.user()), before, end(request.expireAt()), null,
                null, caller.key().name(), now);
    }

    private static SubjectKey user(AppKey caller, String id) {
        return SubjectKey.of(caller.app(), SubjectKind.USER, id);
    }

    private static @Nullable Instant end(long expireAt) {
        return expireAt == 0 ? null : time("expire_at", expireAt);
    }

    private static Instant time(String field, long seconds) {
        if (seconds > Times.MAX.getEpochSecond())
            throw new IllegalArgumentException(field + ": expected Unix seconds by the year 9999, got " + seconds);
        // Long past is as good as any past, and can be written.
        return Instant.ofEpochSecond(Math.max(0, seconds));
    }

    private static Termination.@Nullable Close close(Request.Disconnect.@Nullable Close close) {
        if (close == null) return null;
        return new Termination.Close(Math.clamp(close.code(), Integer.MIN_VALUE, Integer.MAX_VALUE), close.reason());
    }

    /** Whether a session can have that id: an absent one counts, since it names no other. */
    private static boolean name(Set<UUID> only, String id) {
        if (id.isEmpty()) return true;
        Optional<UUID> session = session(id);
        session.ifPresent(only::add);
        return session.isPresent();
    }

    // UUID.fromString takes shortened groups, which are the spelling of no session's id.
    private static Optional<UUID> session(String id) {
        try {
            UUID session = UUID.fromString(id);
            return session.toString().equalsIgnoreCase(id) ? Optional.of(session) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
