package io.github.refundworker.proof;

import java.util.Arrays;

/** Fingerprints in the order in which they were first seen, and from where. */
final class Seen {
    private long[] fingerprints = new long[1 << 12];
    private int[] from = new int[1 << 12];
    private short[] by = new short[1 << 12];
    private int[] slots = new int[1 << 13];
    private int size;

    Seen() {
        Arrays.fill(slots, -1);
    }

    int size() {
        return size;
    }

    int cameFrom(int index) {
        return from[index];
    }

    int cameBy(int index) {
        return by[index];
    }

    /** @return its index; the size before, if it was not seen before */
    int add(long fingerprint, int comingFrom, int comingBy) {
        int slot = slotOf(fingerprint);
        if (slots[slot] >= 0) {
            return slots[slot];
        }
        if (size == fingerprints.length) {
            grow();
            slot = slotOf(fingerprint);
        }
        slots[slot] = size;
        fingerprints[size] = fingerprint;
        from[size] = comingFrom;
        by[size] = (short) comingBy;
        return size++;
    }

    private int slotOf(long fingerprint) {
        int mask = slots.length - 1;
        int slot = (int) (fingerprint >>> 20) & mask;
        while (slots[slot] >= 0 && fingerprints[slots[slot]] != fingerprint) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private void grow() {
        fingerprints = Arrays.copyOf(fingerprints, size * 2);
        from = Arrays.copyOf(from, size * 2);
        by = Arrays.copyOf(by, size * 2);
        slots = new int[size * 4];
        Arrays.fill(slots, -1);
        for (int i = 0; i < size; i++) {
            slots[slotOf(fingerprints[i])] = i;
        }
    }
}
