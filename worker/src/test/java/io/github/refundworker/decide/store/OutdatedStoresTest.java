package io.github.refundworker.decide.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutdatedStoresTest {
    private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");
    private static final Duration WEEK = Duration.ofDays(7);

    @TempDir
    Path directory;

    private Path task(String name, Duration checkpointAge) throws IOException {
        Path task = directory.resolve(name);
        Path data = Files.createDirectories(task.resolve("rocksdb/charges")).resolve("000012.sst");
        Files.writeString(data, "data");
        Path checkpoint = Files.writeString(task.resolve(".checkpoint"), "0");
        Files.setLastModifiedTime(checkpoint, FileTime.from(NOW.minus(checkpointAge)));
        return task;
    }

    @Test
    void shouldDeleteOnlyWhatIsTooOld() throws IOException {
        Path old = task("0_0", WEEK.plusSeconds(1));
        Path used = task("0_1", WEEK.minusSeconds(1));
        Path other = Files.writeString(directory.resolve("kafka-streams-process-metadata"), "{}");

        OutdatedStores.delete(directory, NOW, WEEK);

        assertThat(old).doesNotExist();
        assertThat(used.resolve("rocksdb/charges/000012.sst")).exists();
        assertThat(other).exists();
    }

    /** What is written besides says nothing of how far the store is. */
    @Test
    void shouldGoByTheCheckpointAndElseByTheNewestFile() throws IOException {
        Path old = task("0_0", WEEK.plusSeconds(1));
        Files.setLastModifiedTime(old.resolve("rocksdb/charges/000012.sst"), FileTime.from(NOW));
        Path unclean = task("0_1", WEEK);
        Files.delete(unclean.resolve(".checkpoint"));
        Files.setLastModifiedTime(unclean.resolve("rocksdb/charges/000012.sst"), FileTime.from(NOW));

        OutdatedStores.delete(directory, NOW, WEEK);

        assertThat(old).doesNotExist();
        assertThat(unclean).exists();
    }

    @Test
    void shouldLeaveADirectoryAloneInWhichAnEngineWorks() throws IOException {
        Path old = task("0_0", WEEK.plusSeconds(1));
        try (FileChannel channel = FileChannel.open(
                        directory.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var lock = channel.lock()) {
            assertThat(lock.isValid()).isTrue();
            OutdatedStores.delete(directory, NOW, WEEK);
        }

        assertThat(old).exists();
    }

    @Test
    void shouldDoNothingBeforeTheFirstStart() {
        OutdatedStores.delete(directory.resolve("none"), NOW, WEEK);

        assertThat(directory.resolve("none")).doesNotExist();
    }
}
