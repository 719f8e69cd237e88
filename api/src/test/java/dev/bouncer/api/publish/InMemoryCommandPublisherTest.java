package dev.bouncer.api.publish;

import java.util.List;

import dev.bouncer.contract.Command;

class InMemoryCommandPublisherTest extends CommandPublisherKit {
    private final InMemoryCommandPublisher publisher = new InMemoryCommandPublisher(3);

    @Override
    protected CommandPublisher publisher() {
        return publisher;
    }

    @Override
    protected int partitions() {
        return 3;
    }

    @Override
    protected List<Command> log() {
        return publisher.log();
    }
}
