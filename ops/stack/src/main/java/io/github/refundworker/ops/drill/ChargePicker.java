package io.github.refundworker.ops.drill;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * Chooses the charge of each request, within what the worker allows a charge: a charge that is full or has too much
 * under way passes the request on to its neighbour. {@link #next} belongs to one thread, {@link #answered} to another.
 */
final class ChargePicker {

    /** Refunds that a charge may have. */
    static final int MAX_REFUNDS = 200;

    /** The worker lets 16 requests of a charge wait; the answers that a drill sees are a little late. */
    static final int MAX_UNDER_WAY = 8;

    private final SplittableRandom random;
    private final short[] used;
    private final AtomicIntegerArray underWay;
    private final double[] cumulative;
    private final int stride;
    private int at;

    ChargePicker(int charges, LoadPlan.Skew skew, long seed) {
        this.random = new SplittableRandom(seed);
        this.used = new short[charges];
        this.underWay = new AtomicIntegerArray(charges);
        this.cumulative = skew == LoadPlan.Skew.ZIPF ? zipf(charges) : new double[0];
        this.stride = coprime(charges);
        this.at = random.nextInt(charges);
    }

    private static double[] zipf(int charges) {
        double[] cumulative = new double[charges];
        double sum = 0;
        for (int i = 0; i < charges; i++) {
            sum += 1.0 / (i + 1);
            cumulative[i] = sum;
        }
        return cumulative;
    }

    /** A step that visits all charges before any again, far from one to the next. */
    private static int coprime(int charges) {
        int step = Math.max(1, (int) (charges * 0.618));
        while (gcd(step, charges) != 1) {
            step++;
        }
        return step;
    }

    private static int gcd(int a, int b) {
        return b == 0 ? a : gcd(b, a % b);
    }

    /** The next request's charge, or -1 if none can take one before another answer arrives. */
    int next() {
        int first = cumulative.length == 0 ? uniform() : skewed();
        for (int i = 0; i < used.length; i++) {
            int charge = first + i < used.length ? first + i : first + i - used.length;
            if (used[charge] < MAX_REFUNDS && underWay.get(charge) < MAX_UNDER_WAY) {
                used[charge]++;
                underWay.incrementAndGet(charge);
                return charge;
            }
        }
        return -1;
    }

    private int uniform() {
        at = (int) (((long) at + stride) % used.length);
        return at;
    }

    private int skewed() {
        double point = random.nextDouble() * cumulative[cumulative.length - 1];
        int found = Arrays.binarySearch(cumulative, point);
        return Math.min(found < 0 ? -found - 1 : found, used.length - 1);
    }

    /** A request of the charge has its final answer. */
    void answered(int charge) {
        underWay.decrementAndGet(charge);
    }
}
