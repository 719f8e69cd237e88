/**
 * Which processes there are and how they are, as this one knows it: what it does not know it says. From outside:
 * {@link dev.bouncer.api.console.fleet.FleetSurvey}.
 */
@NullMarked
package dev.bouncer.api.console.fleet;

import org.jspecify.annotations.NullMarked;
