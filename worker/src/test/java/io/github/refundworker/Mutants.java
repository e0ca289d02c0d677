package io.github.refundworker;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Bytes that were right once. */
public final class Mutants {
    private static final List<String> TOKENS = List.of(
            "null",
            "1e1000000000",
            "\"\\ud800\"",
            "\\u0000",
            "１",
            "[[[[",
            "{\"",
            "\"amount\":",
            "\"\"",
            "-0",
            "\u0000",
            "//",
            "%00",
            "%2e%2e%2f",
            "%",
            "&",
            "=");

    private Mutants() {}

    public static byte[] mutated(byte[] seed, Random random) {
        byte[] bytes = seed.clone();
        for (int times = random.nextInt(3); times >= 0 && bytes.length > 0; times--) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(6)) {
                case 0 -> bytes[at] = (byte) random.nextInt();
                case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 2 -> bytes[at] = (byte) "\"\\{}[]:,0919eE.+-nul tru".charAt(random.nextInt(23));
                case 3 -> bytes = Arrays.copyOf(bytes, at);
                case 4 -> bytes = spliced(bytes, at, Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + 20)));
                default ->
                    bytes = spliced(
                            bytes, at, TOKENS.get(random.nextInt(TOKENS.size())).getBytes(UTF_8));
            }
        }
        return bytes;
    }

    private static byte[] spliced(byte[] bytes, int at, byte[] inserted) {
        byte[] spliced = Arrays.copyOf(bytes, bytes.length + inserted.length);
        System.arraycopy(inserted, 0, spliced, at, inserted.length);
        System.arraycopy(bytes, at, spliced, at + inserted.length, bytes.length - at);
        return spliced;
    }
}
