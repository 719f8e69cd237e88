package dev.bouncer.cli.audit;

import java.io.PrintStream;

/**
 * Events for programs, one JSON object a line: where it stands, and the event as it stands there, so that its hash can be
 * computed from the line.
 */
final class EventNdjson implements EventOutput {
    private final PrintStream out;

    EventNdjson(PrintStream out) {
        this.out = out;
    }

    @Override
    public void write(Entry.Event event) {
        // Whoever wrote it may have put line ends between the fields; within texts JSON has none.
        String json = event.json().replace("\r", "").replace('\n', ' ');
        out.println(
                "{\"partition\":" + event.partition() + ",\"offset\":" + event.offset() + ",\"event\":" + json + "}");
    }
}
