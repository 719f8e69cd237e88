/**
 * Clients and SDKs of other projects, unchanged and in their own runtimes, against a fleet. They are installed below
 * {@code target} by the runtimes' own package managers.
 */
@NullMarked
package dev.bouncer.e2e.clients;

import org.jspecify.annotations.NullMarked;
