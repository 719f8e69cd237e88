package dev.bouncer.edge.gateway.dialect;

import java.util.List;

import dev.bouncer.enforcement.CloseFrame;
import dev.bouncer.edge.protocol.Farewell;
import dev.bouncer.enforcement.CloseReason;

/** A close frame, and nothing before it: all that can be said where it is not known what is spoken. */
final class PlainDialect implements Dialect {
    @Override
    public Farewell farewell(CloseReason reason) {
        return new Farewell(List.of(), CloseFrame.telling(reason));
    }
}
