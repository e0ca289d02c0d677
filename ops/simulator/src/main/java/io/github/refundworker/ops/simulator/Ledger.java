package io.github.refundworker.ops.simulator;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * The append-only file of everything that the provider did, one JSON line an event.
 *
 * <p>It uses group commit: lines that arrive while the disk is busy form the next batch, so hundreds of waiting
 * refunds share one fsync. The order of lines is the order of {@link #append} calls.
 */
final class Ledger implements AutoCloseable {
    static final String FILE_NAME = "ledger.jsonl";

    private final FileChannel file;
    private final Thread committer;
    private final Object turn = new Object();
    private Batch open = new Batch();
    private boolean closed;
    private long lines;
    private long bytes;

    private Ledger(FileChannel file, long lines, long bytes) {
        this.file = file;
        this.lines = lines;
        this.bytes = bytes;
        this.committer = Thread.ofPlatform().name("ledger-committer").start(this::commitBatches);
    }

    /** Opens the ledger in a directory, creates it if needed, and passes every existing line to {@code replay}. */
    static Ledger open(Path directory, Consumer<LedgerLine> replay) throws IOException {
        Files.createDirectories(directory);
        Path path = directory.resolve(FILE_NAME);
        FileChannel file =
                FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            if (!lock(file)) {
                throw new IOException("another process writes " + path);
            }
            Replayed replayed = replay(file, path, replay);
            // A crash may cut the last line off. No answer was based on it, so it counts as never written.
            file.truncate(replayed.bytes);
            file.position(replayed.bytes);
            return new Ledger(file, replayed.lines, replayed.bytes);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private static boolean lock(FileChannel file) throws IOException {
        try {
            // The channel holds the lock until it is closed.
            @Nullable FileLock lock = file.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    private record Replayed(long lines, long bytes) {}

    private static Replayed replay(FileChannel file, Path path, Consumer<LedgerLine> replay) throws IOException {
        long lines = 0;
        long bytes = 0;
        // Neither closed nor opened a second time, because both would release the process's lock on the file.
        InputStream in = Channels.newInputStream(file);
        ByteArrayOutputStream line = new ByteArrayOutputStream(1024);
        byte[] chunk = new byte[1 << 16];
        for (int length = in.read(chunk); length >= 0; length = in.read(chunk)) {
            int start = 0;
            for (int i = 0; i < length; i++) {
                if (chunk[i] == '\n') {
                    line.write(chunk, start, i - start);
                    start = i + 1;
                    lines++;
                    bytes += line.size() + 1L;
                    replay.accept(parse(line.toByteArray(), path, lines));
                    line.reset();
                }
            }
            line.write(chunk, start, length - start);
        }
        return new Replayed(lines, bytes);
    }

    private static LedgerLine parse(byte[] json, Path path, long number) throws IOException {
        try {
            return Json.MAPPER.readValue(json, LedgerLine.class);
        } catch (JacksonException e) {
            throw new IOException("line " + number + " of " + path + " is damaged: " + e.getOriginalMessage(), e);
        }
    }

    /** Queues a line. Its content may be reported only after {@link Batch#await}. */
    Batch append(LedgerLine line) {
        byte[] json = Json.MAPPER.writeValueAsBytes(line);
        synchronized (turn) {
            if (closed) {
                throw new IllegalStateException("the ledger is closed");
            }
            Batch batch = open;
            batch.text.writeBytes(json);
            batch.text.write('\n');
            lines++;
            bytes += json.length + 1L;
            turn.notifyAll();
            return batch;
        }
    }

    long lines() {
        synchronized (turn) {
            return lines;
        }
    }

    long bytes() {
        synchronized (turn) {
            return bytes;
        }
    }

    private void commitBatches() {
        try {
            for (Batch batch = nextBatch(); batch != null; batch = nextBatch()) {
                ByteBuffer buffer = ByteBuffer.wrap(batch.text.toByteArray());
                while (buffer.hasRemaining()) {
                    file.write(buffer);
                }
                file.force(false);
                batch.done();
            }
        } catch (IOException | RuntimeException | Error e) {
            // Memory is now ahead of the disk, and only a restart makes them equal again.
            System.err.println("Provider simulator: the ledger cannot be written: " + e);
            Runtime.getRuntime().halt(1);
        }
    }

    private @Nullable Batch nextBatch() {
        synchronized (turn) {
            while (open.text.size() == 0) {
                if (closed) {
                    return null;
                }
                try {
                    turn.wait();
                } catch (InterruptedException e) {
                    throw new IllegalStateException("nobody interrupts the committer", e);
                }
            }
            Batch batch = open;
            open = new Batch();
            return batch;
        }
    }

    @Override
    public void close() {
        synchronized (turn) {
            closed = true;
            turn.notifyAll();
        }
        try {
            committer.join();
            file.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lines that are written to disk together. */
    static final class Batch {
        private ByteArrayOutputStream text = new ByteArrayOutputStream();
        private final CountDownLatch durable = new CountDownLatch(1);

        private void done() {
            text = new ByteArrayOutputStream(0);
            durable.countDown();
        }

        void await() {
            try {
                durable.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while the ledger is written", e);
            }
        }
    }
}
