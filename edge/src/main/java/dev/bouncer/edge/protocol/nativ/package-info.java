/**
 * The native edge protocol (the folder is not called {@code native}, which Java keeps for itself): JSON text frames, a
 * token at the upgrade, and a {@code closed} frame before every close. From outside:
 * {@link dev.bouncer.edge.protocol.nativ.NativeProtocol}.
 */
@NullMarked
package dev.bouncer.edge.protocol.nativ;

import org.jspecify.annotations.NullMarked;
