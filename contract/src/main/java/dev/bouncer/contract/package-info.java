/**
 * What every process must agree on: the commands, the blocklist's entries, the audit events, their keys, their JSON and
 * the topics they travel on. Everything public here is the published contract; nothing here does any I/O but
 * {@link dev.bouncer.contract.TopicLayout}, which creates and checks the topics.
 */
@NullMarked
package dev.bouncer.contract;

import org.jspecify.annotations.NullMarked;
