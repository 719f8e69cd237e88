package dev.bouncer.api.doors;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Function;

import dev.bouncer.api.http.Json;
import io.opentelemetry.context.Context;
import org.eclipse.jetty.http.HttpException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One streamed request: one thread reads lines and gives their commands in order, this one writes a result for each in the
 * same order. Between them lies a window of bounded size, so memory does not grow with the request: a log that is slow, or
 * a client that does not read, stops the reading. A client that sends more than the window must therefore read while it
 * writes. Used once.
 */
final class CommandStream {
    private static final Logger log = LoggerFactory.getLogger(CommandStream.class);

    private final LineReader lines;
    private final Function<LineReader.Line, LineResult> give;
    // An empty one marks the end.
    private final BlockingQueue<Optional<LineResult>> window;
    private volatile boolean abandoned;

    /**
     * @param give   turns a line into a command and gives it to the log; may block
     * @param window how many lines may be under way; 2 or more
     */
    CommandStream(LineReader lines, Function<LineReader.Line, LineResult> give, int window) {
        this.lines = lines;
        this.give = give;
        this.window = new ArrayBlockingQueue<>(window);
    }

    /**
     * Runs to the end of the lines, or until one of the two ends of the connection fails. What was given until then stays
     * given.
     *
     * @throws IOException if the client is gone
     */
    void run(OutputStream out) throws IOException, InterruptedException {
        // What it gives belongs to the request's trace.
        Thread reader = Thread.ofVirtual().name("command-stream").start(Context.current().wrap(this::read));
        try {
            write(out);
        } finally {
            abandoned = true;
            // The reader may be waiting for room; from now on it puts in no more than the line it is at, and the end.
            window.clear();
            reader.join();
        }
    }

    private void read() {
        try {
            readLines();
            window.put(Optional.empty());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void readLines() throws InterruptedException {
        try {
            LineReader.@Nullable Line line;
            while (!abandoned && (line = lines.next()) != null)
                window.put(Optional.of(give.apply(line)));
        } catch (IOException | HttpException.RuntimeException e) {
            // Results of the lines before still go out; that some are missing tells the client, if it is still there.
            log.atDebug().setCause(e).log("stream of commands broke off");
        } catch (RuntimeException e) {
            log.atError().setCause(e).log("stream of commands failed");
        }
    }

    private void write(OutputStream out) throws IOException, InterruptedException {
        while (true) {
            Optional<LineResult> next = window.poll();
            if (next == null) {
                out.flush();
                next = window.take();
            }
            if (next.isEmpty()) return;
            LineResult result = next.get();
            // Whoever waits, for a command or for a line, has let go of all results there were.
            if (!result.isKnown()) out.flush();
            out.write(Json.bytes(result.json()));
            out.write('\n');
        }
    }
}
