/** What operators look at: metrics, dashboards, alerts, traces and logs, of running processes. */
@NullMarked
package dev.bouncer.e2e.ops;

import org.jspecify.annotations.NullMarked;
