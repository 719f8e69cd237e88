/**
 * The moderation-streams process: its Kafka Streams client, its HTTP port and their wiring. From outside:
 * {@link dev.bouncer.streams.ModerationStreams}.
 */
@NullMarked
package dev.bouncer.streams;

import org.jspecify.annotations.NullMarked;
