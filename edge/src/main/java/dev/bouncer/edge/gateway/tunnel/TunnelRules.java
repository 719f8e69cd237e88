package dev.bouncer.edge.gateway.tunnel;

import dev.bouncer.config.Rate;
import dev.bouncer.edge.gateway.frames.FrameLimits;

/**
 * What a client may do in a tunnel.
 *
 * @param limits how long its frames and messages may be
 * @param rate   how many frames it may send before it is made to wait
 */
public record TunnelRules(FrameLimits limits, Rate rate) {
    /** Whatever it likes. */
    public static final TunnelRules NONE = new TunnelRules(FrameLimits.NONE, Rate.UNLIMITED);
}
