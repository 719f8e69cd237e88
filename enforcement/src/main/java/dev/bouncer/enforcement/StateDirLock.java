package dev.bouncer.enforcement;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Keeps others away from a state directory while this node uses it: whoever found the store of a running node too old would
 * throw it away. The lock ends with the process, however that ends.
 */
final class StateDirLock implements AutoCloseable {
    private final FileChannel file;

    private StateDirLock(FileChannel file) {
        this.file = file;
    }

    /** @throws IllegalStateException if somebody else has it */
    static StateDirLock take(Path stateDir) {
        Path dir = stateDir.toAbsolutePath().normalize();
        // Beside it, since the directory itself is thrown away now and then.
        Path path = dir.resolveSibling(dir.getFileName() + ".lock");
        try {
            Files.createDirectories(dir.getParent());
            FileChannel file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (locks(file)) return new StateDirLock(file);
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot lock the state directory " + dir, e);
        }
        throw new IllegalStateException("state directory " + dir
                + ": expected one that is this node's alone, but another has locked " + path);
    }

    private static boolean locks(FileChannel file) throws IOException {
        try {
            return file.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            // Somebody else in this JVM.
            return false;
        }
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot release the state directory", e);
        }
    }
}
