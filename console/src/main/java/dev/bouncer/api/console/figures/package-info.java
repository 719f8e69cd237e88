/**
 * The figures of the last hour, app by app, as this process knows them, and charts of them. From outside:
 * {@link dev.bouncer.api.console.figures.Figures} and {@link dev.bouncer.api.console.figures.Charts}.
 */
@NullMarked
package dev.bouncer.api.console.figures;

import org.jspecify.annotations.NullMarked;
