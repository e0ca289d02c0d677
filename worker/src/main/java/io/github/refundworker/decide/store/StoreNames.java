package io.github.refundworker.decide.store;

/** The names of the stores, which are part of their changelogs' names. */
public final class StoreNames {
    /** The store of charges, by partition hash (4 bytes) and charge id. */
    public static final String CHARGES = "charges";

    /** The store of open work, by charge id. It holds only charges with open work. */
    public static final String DUE = "due";

    private StoreNames() {}
}
