/**
 * The door for those who speak Centrifugo's server HTTP API: its requests become commands, the answers are Centrifugo's
 * to the byte. From outside: {@link dev.bouncer.api.doors.centrifugo.CentrifugoDoor}, to hand it to the server.
 */
@NullMarked
package dev.bouncer.api.doors.centrifugo;

import org.jspecify.annotations.NullMarked;
