package dev.bouncer.cli.audit;

import java.io.PrintStream;
import java.time.Instant;
import java.util.function.Consumer;

import dev.bouncer.cli.client.CommandFailed;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.errors.InterruptException;

/** Events of all partitions as they come, to one output. One thread. */
public final class EventStream {
    private final AuditLog log;
    private final EventFilter filter;
    private final Consumer<String> reports;
    private final Garbage garbage = new Garbage();

    /** @param reports takes a line about each record that is no event */
    public EventStream(AuditLog log, EventFilter filter, Consumer<String> reports) {
        this.log = log;
        this.filter = filter;
        this.reports = reports;
    }

    /**
     * Follows the log until the thread is interrupted: from the filter's time on, or from now.
     *
     * @param json for programs, otherwise for people
     */
    public void follow(PrintStream out, boolean json) {
        try (TopicReader reader = log.open()) {
            Instant from = filter.from();
            if (from == null) {
                reader.seekToEnd();
            } else {
                reader.seek(from);
            }
            EventOutput output = json ? new EventNdjson(out) : new EventText(out);
            while (true) {
                write(reader.poll(), output);
            }
        } catch (InterruptException e) {
            // that is how it ends
        }
    }

    /**
     * Writes what is wanted of all that is there now, partition by partition in the log's order.
     *
     * @param csv otherwise NDJSON
     * @throws CommandFailed if something that is no event was left out
     */
    public void export(PrintStream out, boolean csv) {
        try (TopicReader reader = log.open()) {
            if (filter.from() != null) reader.seek(filter.from());
            EventOutput output = csv ? new EventCsv(out) : new EventNdjson(out);
            log.readToEnd("export", reader, records -> write(records, output));
            output.flush();
            garbage.refuse(log.topic());
        }
    }

    private void write(ConsumerRecords<byte[], byte[]> records, EventOutput output) {
        records.forEach(record -> {
            switch (Entry.of(record)) {
                case Entry.Event event -> {
                    if (filter.test(event.record().event())) output.write(event);
                }
                case Entry.Garbage found -> {
                    garbage.add(found);
                    reports.accept(log.topic() + " " + found.partition() + "/" + found.offset() + ": " + found.why());
                }
            }
        });
    }
}
