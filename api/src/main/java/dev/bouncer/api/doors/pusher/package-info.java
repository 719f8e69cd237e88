/**
 * The door for SDKs of Pusher Channels and of servers that speak its protocol: signed requests that terminate a user's
 * connections, or block the user. From outside: {@link dev.bouncer.api.doors.pusher.PusherDoor}, and
 * {@link dev.bouncer.api.doors.pusher.PusherAccess} to make it.
 */
@NullMarked
package dev.bouncer.api.doors.pusher;

import org.jspecify.annotations.NullMarked;
