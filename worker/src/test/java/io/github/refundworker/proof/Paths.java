package io.github.refundworker.proof;

import java.util.Arrays;

/** From which world to which it can go on. Where no path leads back, everything comes to an end. */
final class Paths {
    private int[] from = new int[1 << 12];
    private int[] to = new int[1 << 12];
    private int size;

    void add(int before, int after) {
        if (size == from.length) {
            from = Arrays.copyOf(from, size * 2);
            to = Arrays.copyOf(to, size * 2);
        }
        from[size] = before;
        to[size] = after;
        size++;
    }

    /** One that can be left and come back to; negative if there is none. */
    int onACircle(int worlds) {
        int[] waysIn = new int[worlds];
        int[] begin = new int[worlds + 1];
        for (int i = 0; i < size; i++) {
            waysIn[to[i]]++;
            begin[from[i] + 1]++;
        }
        for (int i = 0; i < worlds; i++) {
            begin[i + 1] += begin[i];
        }
        int[] next = new int[size];
        int[] filled = Arrays.copyOf(begin, worlds);
        for (int i = 0; i < size; i++) {
            next[filled[from[i]]++] = to[i];
        }
        return firstLeft(waysIn, begin, next);
    }

    /** Takes away what nothing leads to, again and again; what is left is on a circle or behind one. */
    private static int firstLeft(int[] waysIn, int[] begin, int[] next) {
        int worlds = waysIn.length;
        int[] free = new int[worlds];
        int found = 0;
        for (int i = 0; i < worlds; i++) {
            if (waysIn[i] == 0) {
                free[found++] = i;
            }
        }
        for (int taken = 0; taken < found; taken++) {
            for (int i = begin[free[taken]]; i < begin[free[taken] + 1]; i++) {
                if (--waysIn[next[i]] == 0) {
                    free[found++] = next[i];
                }
            }
        }
        return found == worlds ? -1 : backToACircle(waysIn, begin, next);
    }

    /** Each of those left is led to by another of them, so the way back ends on a circle. */
    private static int backToACircle(int[] waysIn, int[] begin, int[] next) {
        int[] before = new int[waysIn.length];
        int last = 0;
        for (int i = 0; i < waysIn.length; i++) {
            if (waysIn[i] > 0) {
                last = i;
                for (int e = begin[i]; e < begin[i + 1]; e++) {
                    before[next[e]] = i;
                }
            }
        }
        for (int i = 0; i < waysIn.length; i++) {
            last = before[last];
        }
        return last;
    }
}
