/**
 * The audit log read straight from Kafka: followed, searched, folded to the blocklist of a time, checked, exported and
 * replayed, in constant memory. From outside: what the commands of the same names call, and {@link
 * dev.bouncer.cli.audit.EventText}.
 */
@NullMarked
package dev.bouncer.cli.audit;

import org.jspecify.annotations.NullMarked;
