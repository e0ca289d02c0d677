package io.github.refundworker.execute;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The progress of one assigned partition: which commands were polled, which are finished, and which offset may be
 * committed.
 */
final class PartitionProgress {
    private static final class Entry {
        private final long offset;
        private boolean finished;

        Entry(long offset) {
            this.offset = offset;
        }
    }

    private final int assignment;
    private final ArrayDeque<Entry> inOrder = new ArrayDeque<>();
    private final Map<Long, Entry> unfinished = new HashMap<>();
    private long nextToRead = -1;
    private long committed = -1;
    private boolean closed;
    private boolean paused;

    PartitionProgress(int assignment) {
        this.assignment = assignment;
    }

    int assignment() {
        return assignment;
    }

    void polled(long offset) {
        if (offset < nextToRead) {
            throw new IllegalStateException("offset " + offset + " was polled after " + (nextToRead - 1));
        }
        Entry entry = new Entry(offset);
        inOrder.add(entry);
        unfinished.put(offset, entry);
        nextToRead = offset + 1;
    }

    /** No more commands come before this offset. The offsets in between belong to transaction markers. */
    void readUpTo(long offset) {
        if (!closed) {
            nextToRead = Math.max(nextToRead, offset);
        }
    }

    /** Takes no more commands from now on, and commits nothing beyond those taken. */
    void close() {
        closed = true;
    }

    boolean isClosed() {
        return closed;
    }

    void finished(long offset) {
        Entry entry = unfinished.remove(offset);
        if (entry == null) {
            throw new IllegalStateException("offset " + offset + " is not being worked on");
        }
        entry.finished = true;
        while (!inOrder.isEmpty() && inOrder.getFirst().finished) {
            inOrder.removeFirst();
        }
    }

    /** Number of offsets from the oldest unfinished to the newest polled. */
    int window() {
        return inOrder.size();
    }

    boolean isPaused() {
        return paused;
    }

    void setPaused(boolean paused) {
        this.paused = paused;
    }

    /** The offset to commit. Absent if it was committed last. */
    OptionalLong toCommit() {
        long next = inOrder.isEmpty() ? nextToRead : inOrder.getFirst().offset;
        return next > committed && next >= 0 ? OptionalLong.of(next) : OptionalLong.empty();
    }

    void commitRequested(long offset) {
        committed = offset;
    }

    void commitFailed() {
        committed = -1;
    }
}
