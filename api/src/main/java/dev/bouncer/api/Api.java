package dev.bouncer.api;

import java.net.URI;
import java.time.Duration;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.bouncer.api.confirm.Confirmations;
import dev.bouncer.api.confirm.EdgeFollower;
import dev.bouncer.api.confirm.Edges;
import dev.bouncer.api.http.HttpServer;
import dev.bouncer.api.http.LongRequests;
import dev.bouncer.api.publish.KafkaCommandPublisher;
import dev.bouncer.config.BouncerConfig;
import dev.bouncer.config.ProcessContext;
import dev.bouncer.config.metrics.ProcessMeters;
import dev.bouncer.enforcement.Enforcement;
import io.micronaut.context.ApplicationContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The HTTP API: takes commands in, puts them on the log, and answers when they are safe. Thread-safe. */
public final class Api implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Api.class);

    // Without them everything works but waiting for them.
    private static final Duration LONGEST_WAIT_FOR_EDGES = Duration.ofSeconds(2);

    private final ApplicationContext beans;
    private final Deque<AutoCloseable> parts = new ConcurrentLinkedDeque<>();
    private final AtomicBoolean closed = new AtomicBoolean();

    private Api(ApplicationContext beans) {
        this.beans = beans;
    }

    /**
     * Starts the process and returns when it is ready. Until then it listens and says that it is alive, but not ready,
     * however long Kafka is away.
     *
     * @throws dev.bouncer.config.ConfigException if it cannot listen where it should
     * @throws IllegalStateException              if the topics are missing or do not fit together, or the thread is
     *                                            interrupted
     */
    public static Api start(BouncerConfig config) {
        Api api = new Api(ProcessContext.start(Api.class, config));
        try {
            // Closed in reverse: first no more requests, then what those in flight still need.
            Enforcement enforcement = api.part(Enforcement.class);
            KafkaCommandPublisher publisher = api.part(KafkaCommandPublisher.class);
            EdgeFollower follower = api.part(EdgeFollower.class);
            HttpServer server = api.part(HttpServer.class);
            // Closed before the server, which then need not wait for those who wait.
            api.part(Confirmations.class);
            api.beans.getBeansOfType(LongRequests.class).forEach(api.parts::push);
            follower.start();
            server.start();
            enforcement.awaitReady();
            publisher.warmUp();
            publisher.bindTo(api.beans.getBean(ProcessMeters.class).registry());
            api.beans.getBean(Edges.class).awaitComplete(LONGEST_WAIT_FOR_EDGES);
            log.atInfo().addKeyValue("uri", server.uri()).log("api is ready");
            return api;
        } catch (InterruptedException e) {
            api.close();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while starting", e);
        } catch (RuntimeException e) {
            api.close();
            throw ProcessContext.why(config, e);
        }
    }

    private <T extends AutoCloseable> T part(Class<T> type) {
        T part = beans.getBean(type);
        parts.push(part);
        return part;
    }

    /** Where it listens. */
    public URI uri() {
        return beans.getBean(HttpServer.class).uri();
    }

    /** Takes no more requests, lets those in flight finish, for a bounded time, and ends. Idempotent. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) return;
        for (AutoCloseable part : parts) {
            try {
                part.close();
            } catch (Exception e) {
                log.atWarn().setCause(e).addKeyValue("part", part.getClass().getSimpleName())
                        .log("could not be closed");
            }
        }
        beans.close();
    }
}
