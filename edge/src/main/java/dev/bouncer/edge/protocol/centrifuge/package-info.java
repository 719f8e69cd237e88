/**
 * Centrifuge's protocol, in JSON and in Protobuf, as far as it is about who is connected: no channel is carried. From outside:
 * {@link dev.bouncer.edge.protocol.centrifuge.CentrifugeProtocol}.
 */
@NullMarked
package dev.bouncer.edge.protocol.centrifuge;

import org.jspecify.annotations.NullMarked;
