package dev.bouncer.e2e.clients;

import dev.bouncer.edge.Edge;
import org.junit.jupiter.api.extension.ExtendWith;

/** The same with a gateway in between, to which the library's first frames say who it is. */
@ExtendWith(SharedGateways.class)
class PusherJsByGatewayIT extends PusherJsIT {
    @Override
    Edge first() {
        return SharedGateways.get().first();
    }

    @Override
    Edge second() {
        return SharedGateways.get().second();
    }

    @Override
    Edge another(String name) {
        return SharedGateways.get().fleet().startEdge(name);
    }
}
