package dev.bouncer.edge.protocol.pusher;

import dev.bouncer.contract.SubjectKey;
import dev.bouncer.edge.session.ClientSession;

/**
 * Answers subscriptions of one connection, and keeps none: nothing is sent on channels here, so there is nothing to
 * end either when a client unsubscribes. Not thread-safe.
 */
final class Subscriptions {
    private static final String NOT_AUTHORIZED = "AuthError";
    private static final String TOO_MANY = "LimitReached";

    private final PusherApp app;
    private final String socketId;
    private final ClientSession session;
    private final PusherUsers users;

    Subscriptions(PusherApp app, String socketId, ClientSession session, PusherUsers users) {
        this.app = app;
        this.socketId = socketId;
        this.session = session;
        this.users = users;
    }

    void subscribe(PusherMessage.Subscribe wanted) {
        String channel = wanted.channel();
        switch (ChannelKind.of(channel)) {
            case PUBLIC -> succeed(channel);
            case PERSONAL -> succeedIf(users.mayHear(channel), channel);
            case PRIVATE -> succeedIf(mayHave(wanted), channel);
            case PRESENCE -> join(wanted);
        }
    }

    // Backends that sign all channels alike give a private one a channel_data too, and their SDKs sign it.
    private boolean mayHave(PusherMessage.Subscribe wanted) {
        PusherSignatures signatures = app.signatures();
        return wanted.channelData().isEmpty()
                ? signatures.allowChannel(wanted.auth(), socketId, wanted.channel())
                : signatures.allowMember(wanted.auth(), socketId, wanted.channel(), wanted.channelData());
    }

    private void join(PusherMessage.Subscribe wanted) {
        String channel = wanted.channel();
        String data = wanted.channelData();
        if (!app.signatures().allowMember(wanted.auth(), socketId, channel, data)) {
            refuse(channel);
            return;
        }
        PresenceMember member;
        SubjectKey user;
        try {
            member = PresenceMember.parse(data);
            user = app.user(member.id());
        } catch (IllegalArgumentException e) {
            refuse(channel, NOT_AUTHORIZED, "channel_data: " + e.getMessage(), 401);
            return;
        }
        if (!app.identifyByPresence()) {
            session.send(PusherFrames.joined(channel, member));
        } else if (!users.hasRoomFor(user)) {
            refuse(channel, TOO_MANY, "expected at most " + PusherUsers.MAX_PRESENT + " users of one connection", 403);
        } else if (users.join(user)) {
            session.send(PusherFrames.joined(channel, member));
        }
    }

    private void succeedIf(boolean allowed, String channel) {
        if (allowed) {
            succeed(channel);
        } else {
            refuse(channel);
        }
    }

    private void succeed(String channel) {
        session.send(PusherFrames.subscribed(channel));
    }

    private void refuse(String channel) {
        refuse(channel, NOT_AUTHORIZED, "Connection not authorized for this channel", 401);
    }

    private void refuse(String channel, String type, String why, int status) {
        session.send(PusherFrames.subscriptionRefused(channel, type, why, status));
    }
}
