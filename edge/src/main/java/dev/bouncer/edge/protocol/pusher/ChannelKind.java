package dev.bouncer.edge.protocol.pusher;

/** What a channel asks of who subscribes to it, which its name tells. */
enum ChannelKind {
    /** Nothing. */
    PUBLIC,
    /** The signature of the app's backend. */
    PRIVATE,
    /** The same, and a user. */
    PRESENCE,
    /** To have signed in as the one it is for: clients subscribe to it by themselves. */
    PERSONAL;

    static ChannelKind of(String channel) {
        if (channel.startsWith("private-")) return PRIVATE;
        if (channel.startsWith("presence-")) return PRESENCE;
        return channel.startsWith("#") ? PERSONAL : PUBLIC;
    }
}
