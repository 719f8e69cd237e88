package dev.bouncer.enforcement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateDirLockTest {
    private final Path dir;

    StateDirLockTest(@TempDir Path temp) {
        this.dir = temp.resolve("not-there-yet/state");
    }

    @Test
    void only_one_has_it_at_a_time() {
        try (StateDirLock _ = StateDirLock.take(dir)) {
            assertThatThrownBy(() -> StateDirLock.take(dir)).isInstanceOf(IllegalStateException.class)
                    .hasMessage("state directory " + dir + ": expected one that is this node's alone, but another has"
                            + " locked " + dir + ".lock");
        }
        StateDirLock.take(dir).close();
    }

    @Test
    void it_outlives_the_directory() throws Exception {
        try (StateDirLock _ = StateDirLock.take(dir)) {
            Files.createDirectories(dir);
            new LastRead(dir).deleteStore();

            assertThat(dir).doesNotExist();
            assertThatThrownBy(() -> StateDirLock.take(dir)).isInstanceOf(IllegalStateException.class);
        }
    }
}
