package io.github.refundworker.contracts;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Request parts made at random, yet the same for a seed: text of every plane, controls and quotes included. */
final class Fuzz {

    private static final String HARD = "\"\\/\b\f\n\r\t\u0000\u001f\u007f\u2028\u2029\ufeff\uffff</script>{}[]:,'";

    private final SplittableRandom random;

    Fuzz(long seed) {
        this.random = new SplittableRandom(seed);
    }

    String chargeId() {
        StringBuilder id = new StringBuilder();
        int length = random.nextInt(1, 101);
        while (id.length() < length) {
            id.append((char) random.nextInt('!', '~' + 1));
        }
        return id.toString().matches("\\.{1,2}") ? "c" : id.toString();
    }

    String text(int maxLength) {
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(maxLength + 1);
        while (text.length() < length - 1) {
            if (random.nextInt(3) == 0) {
                text.append(HARD.charAt(random.nextInt(HARD.length())));
            } else {
                text.appendCodePoint(codePoint());
            }
        }
        return text.toString();
    }

    /** Of any characters that an id may have. */
    String requestId() {
        return "r" + text(99).replaceAll("[\\p{Cntrl}\u0080-\u009f\u2028\u2029\ufffd]", "x");
    }

    Map<String, @Nullable Object> fields() {
        return object(random.nextInt(4));
    }

    private int codePoint() {
        int codePoint = random.nextInt(4) == 0 ? random.nextInt(Character.MAX_CODE_POINT + 1) : random.nextInt(0x250);
        boolean surrogate = codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
        return surrogate ? 'x' : codePoint;
    }

    private Map<String, @Nullable Object> object(int depth) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        for (int left = random.nextInt(4); left > 0; left--) {
            object.put(text(20), value(depth));
        }
        return object;
    }

    private @Nullable Object value(int depth) {
        return switch (random.nextInt(depth == 0 ? 6 : 8)) {
            case 0 -> null;
            case 1 -> random.nextBoolean();
            case 2 -> random.nextInt();
            case 3 -> random.nextLong(Integer.MAX_VALUE + 1L, Long.MAX_VALUE);
            case 4 -> random.nextDouble() * 1e9;
            case 5 -> text(40);
            case 6 -> object(depth - 1);
            default -> array(depth - 1);
        };
    }

    private List<@Nullable Object> array(int depth) {
        List<@Nullable Object> array = new ArrayList<>();
        for (int left = random.nextInt(4); left > 0; left--) {
            array.add(value(depth));
        }
        return array;
    }
}
