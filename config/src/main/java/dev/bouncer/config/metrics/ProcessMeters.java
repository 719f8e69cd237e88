package dev.bouncer.config.metrics;

import java.lang.management.ManagementFactory;
import java.util.function.BooleanSupplier;
import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import jdk.management.VirtualThreadSchedulerMXBean;

/** One process's meters, those of its JVM among them, and how Prometheus reads them. Thread-safe. */
public final class ProcessMeters implements AutoCloseable {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics collections = new JvmGcMetrics();

    /** Begins to measure the JVM. */
    public ProcessMeters() {
        new JvmMemoryMetrics().bindTo(registry);
        collections.bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ClassLoaderMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        bindVirtualThreads();
    }

    // Not by Micrometer's binder, which records with JFR: that takes part of a start, and some of each event.
    private void bindVirtualThreads() {
        VirtualThreadSchedulerMXBean threads = ManagementFactory
                .getPlatformMXBean(VirtualThreadSchedulerMXBean.class);
        gauge("jvm.threads.virtual.mounted", "Virtual threads that run on a carrier now", threads,
                VirtualThreadSchedulerMXBean::getMountedVirtualThreadCount);
        gauge("jvm.threads.virtual.queued", "Virtual threads that could run and wait for a carrier", threads,
                VirtualThreadSchedulerMXBean::getQueuedVirtualThreadCount);
        gauge("jvm.threads.virtual.carriers", "Platform threads that carry virtual ones", threads,
                VirtualThreadSchedulerMXBean::getPoolSize);
    }

    private void gauge(String name, String description, VirtualThreadSchedulerMXBean threads,
            ToDoubleFunction<VirtualThreadSchedulerMXBean> value) {
        Gauge.builder(name, threads, value).strongReference(true).description(description).register(registry);
    }

    /** {@code bouncer_ready}: whether the process answers {@code /health/ready} with 200, as 1 or 0. */
    public static void bindReadiness(MeterRegistry registry, BooleanSupplier ready) {
        Gauge.builder("bouncer.ready", ready, asked -> asked.getAsBoolean() ? 1 : 0).strongReference(true)
                .description("Whether the process is ready: 1 or 0").register(registry);
    }

    /** Where everything in the process counts. */
    public PrometheusMeterRegistry registry() {
        return registry;
    }

    /** Ends measuring. */
    @Override
    public void close() {
        collections.close();
        registry.close();
    }
}
