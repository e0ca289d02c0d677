package io.github.refundworker.decide.store;

/** The memory that all stores of a process have together, outside the heap. */
public final class StoreMemory {
    static final long WRITE_BUFFERS = 64L << 20;
    static final long BLOCKS = 128L << 20;

    /** All of it, for the manifests of a deployment. */
    public static final long BYTES = BLOCKS + WRITE_BUFFERS;

    private StoreMemory() {}
}
