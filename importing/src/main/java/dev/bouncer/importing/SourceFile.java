package dev.bouncer.importing;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.zip.GZIPInputStream;

/**
 * The file as it lies there: unpacked if it is gzip (which its first bytes tell, not its name), without a byte order mark,
 * and counted, so that progress can be shown. One thread reads; any may ask for the position.
 */
public final class SourceFile implements AutoCloseable {
    private static final int BUFFER = 1 << 16;
    private static final int[] GZIP = {0x1f, 0x8b};
    private static final int[] BYTE_ORDER_MARK = {0xef, 0xbb, 0xbf};

    private final Counted raw;
    private final InputStream content;
    private final OptionalLong size;

    private SourceFile(InputStream in, OptionalLong size) throws IOException {
        this.raw = new Counted(in);
        this.size = size;
        PushbackInputStream packed = new PushbackInputStream(new BufferedInputStream(raw, BUFFER), GZIP.length);
        InputStream unpacked = packed;
        if (startsWith(packed, GZIP)) unpacked = new BufferedInputStream(new GZIPInputStream(packed, BUFFER), BUFFER);
        PushbackInputStream marked = new PushbackInputStream(unpacked, BYTE_ORDER_MARK.length);
        if (startsWith(marked, BYTE_ORDER_MARK)) marked.skipNBytes(BYTE_ORDER_MARK.length);
        this.content = marked;
    }

    /**
     * Of a file.
     *
     * @throws IOException if it cannot be opened, or begins as gzip and is none
     */
    public static SourceFile open(Path file) throws IOException {
        InputStream in = Files.newInputStream(file);
        try {
            return new SourceFile(in, OptionalLong.of(Files.size(file)));
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }

    /**
     * Of a stream that ends some time.
     *
     * @throws IOException if it cannot be read, or begins as gzip and is none
     */
    public static SourceFile of(InputStream in) throws IOException {
        return new SourceFile(in, OptionalLong.empty());
    }

    private static boolean startsWith(PushbackInputStream in, int[] magic) throws IOException {
        byte[] start = in.readNBytes(magic.length);
        in.unread(start);
        if (start.length < magic.length) return false;
        for (int i = 0; i < magic.length; i++) {
            if ((start[i] & 0xff) != magic[i]) return false;
        }
        return true;
    }

    /** What is in it. */
    public InputStream content() {
        return content;
    }

    /** How many bytes of the file have been read; of the packed one if it is packed. */
    public long position() {
        return raw.position;
    }

    /** How many there are, where that is known. */
    public OptionalLong size() {
        return size;
    }

    @Override
    public void close() throws IOException {
        content.close();
    }

    private static final class Counted extends FilterInputStream {
        private volatile long position;

        Counted(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int read = super.read();
            if (read >= 0) advance(1);
            return read;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int read = super.read(buffer, offset, length);
            if (read > 0) advance(read);
            return read;
        }

        @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
        private void advance(int bytes) {
            position += bytes;
        }
    }
}
