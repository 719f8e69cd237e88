/**
 * Clients and SDKs of other projects, unchanged and in their own runtimes, against a fleet. They are installed below
 * {@code target} by the runtimes' own package managers. centrifuge-java is not among them: it speaks Protobuf only, which an
 * edge refuses in words.
 */
@NullMarked
package dev.bouncer.e2e.clients;

import org.jspecify.annotations.NullMarked;
