package io.github.refundworker.decide.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes stores that were unused for too long. A changelog keeps tombstones only for {@code delete.retention.ms},
 * so it may no longer show what was deleted since. Deleted stores are restored from the whole changelog. Kafka
 * Streams does the same from 4.3 on, with {@code state.cleanup.dir.max.age.ms}.
 */
public final class OutdatedStores {
    private static final Logger log = LoggerFactory.getLogger(OutdatedStores.class);

    /** File names of Kafka Streams: the lock of a running process, and the checkpoint of a store. */
    private static final String LOCK = ".lock";

    private static final String CHECKPOINT = ".checkpoint";
    private static final String TASK = "[0-9]+_[0-9]+";

    private OutdatedStores() {}

    /**
     * Call this before Kafka Streams starts. It leaves a directory alone in which another process works.
     *
     * @param directory of the application
     */
    public static void delete(Path directory, Instant now, Duration maxAge) {
        if (!Files.isDirectory(directory)) {
            return;
        }
        try (FileChannel channel =
                        FileChannel.open(directory.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            if (lock == null) {
                return;
            }
            for (Path task : tasks(directory)) {
                Instant lastUsed = lastUsed(task);
                if (lastUsed != null && lastUsed.isBefore(now.minus(maxAge))) {
                    log.info(
                            "the stores of task {} were last used at {} and are restored anew",
                            task.getFileName(),
                            lastUsed);
                    // First, because without it Kafka Streams restores from the beginning, whatever else remains.
                    Files.deleteIfExists(task.resolve(CHECKPOINT));
                    Files.walkFileTree(task, new Deletion());
                }
            }
        } catch (OverlappingFileLockException e) {
            log.debug("another engine of this process works in {}", directory, e);
        } catch (IOException e) {
            log.warn("stores in {} that are too old may not have been deleted: {}", directory, e.toString());
        }
    }

    private static List<Path> tasks(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.filter(entry -> entry.getFileName().toString().matches(TASK) && Files.isDirectory(entry))
                    .toList();
        }
    }

    /** When the store last equalled the changelog. Absent without a store. */
    private static @Nullable Instant lastUsed(Path task) throws IOException {
        Path checkpoint = task.resolve(CHECKPOINT);
        if (Files.exists(checkpoint)) {
            return Files.getLastModifiedTime(checkpoint).toInstant();
        }
        Instant newest = null;
        try (Stream<Path> entries = Files.walk(task)) {
            for (Path file : (Iterable<Path>) entries.filter(Files::isRegularFile)::iterator) {
                Instant modified = Files.getLastModifiedTime(file).toInstant();
                newest = newest == null || modified.isAfter(newest) ? modified : newest;
            }
        }
        return newest;
    }

    private static final class Deletion extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure) throws IOException {
            if (failure != null) {
                throw failure;
            }
            Files.delete(directory);
            return FileVisitResult.CONTINUE;
        }
    }
}
