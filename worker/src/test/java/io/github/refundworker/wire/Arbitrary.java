package io.github.refundworker.wire;

import io.github.refundworker.domain.AccountName;
import io.github.refundworker.domain.ChargeId;
import io.github.refundworker.domain.CurrencyCode;
import io.github.refundworker.domain.RequestId;
import io.github.refundworker.domain.Texts;
import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Any value of any type of the core, by its record components: a variant or field that is added later is covered
 * without a change here. The same seed makes the same values.
 */
final class Arbitrary {
    private static final List<String> SIGNS = List.of(
            "a", "Z", "0", " ", "-", "/", "\"", "\\", "'", "<", "\u0000", "\n", "\u007f", "é", "ß", "\u2028", "中", "😀",
            "\ufffd");
    private static final List<String> OBJECTS = List.of(
            "{}",
            "{\"order\":\"4711\",\"n\":[1.50,12345678901234567890]}",
            "{\"deep\":[[{\"é\":null}],true,false,\"\\u0000\"]}");
    private static final String ODD_NUMBERS = "{\"n\":1.0,\"e\":1E+400,\"z\":-0}";

    private final Random random;
    private final boolean plausible;
    private final Map<Class<?>, Supplier<Object>> leaves;
    private final Set<Class<?>> made = new HashSet<>();

    private Arbitrary(long seed, boolean plausible) {
        this.random = new Random(seed);
        this.plausible = plausible;
        this.leaves = Map.ofEntries(
                Map.entry(boolean.class, random::nextBoolean),
                Map.entry(int.class, this::anInt),
                Map.entry(long.class, this::aLong),
                Map.entry(String.class, () -> text(plausible ? 1 : 0, plausible ? 30 : 60)),
                Map.entry(BigDecimal.class, this::anAmount),
                Map.entry(Instant.class, this::anInstant),
                Map.entry(UUID.class, () -> new UUID(random.nextLong(), random.nextLong())),
                Map.entry(
                        AccountName.class,
                        () -> oneOf(
                                new AccountName("a"), new AccountName("acme-eu-1"), new AccountName("x".repeat(40)))),
                Map.entry(ChargeId.class, () -> new ChargeId(printable(1 + random.nextInt(ChargeId.MAX_LENGTH)))),
                Map.entry(RequestId.class, () -> new RequestId("r é😀" + printable(random.nextInt(90)))),
                Map.entry(CurrencyCode.class, () -> new CurrencyCode(oneOf("USD", "JPY", "ZZZ"))),
                Map.entry(Texts.class, this::texts));
    }

    /** Whatever the types allow. */
    static Arbitrary wild(long seed) {
        return new Arbitrary(seed, false);
    }

    /** What the worker may come to publish: positive numbers, texts that are not empty. */
    static Arbitrary plausible(long seed) {
        return new Arbitrary(seed, true);
    }

    /** Every record and every constant of a sealed type or an enum that was made so far. */
    Set<Class<?>> made() {
        return made;
    }

    <T> T a(Class<T> type) {
        return type.cast(make(type));
    }

    private Object make(Class<?> type) {
        Supplier<Object> leaf = leaves.get(type);
        if (leaf != null) {
            return leaf.get();
        }
        if (type.isEnum()) {
            return oneOf(type.getEnumConstants());
        }
        return type.isSealed() ? make(oneOf(type.getPermittedSubclasses())) : makeRecord(type);
    }

    private Object makeRecord(Class<?> type) {
        made.add(type);
        RecordComponent[] components = type.getRecordComponents();
        Object[] values = Arrays.stream(components).map(this::component).toArray();
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(types);
            return constructor.newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type.getName(), e);
        }
    }

    private @Nullable Object component(RecordComponent component) {
        if (component.getAnnotatedType().isAnnotationPresent(Nullable.class) && random.nextInt(3) == 0) {
            return null;
        }
        if (component.getType() == List.class) {
            Type element = ((ParameterizedType) component.getGenericType()).getActualTypeArguments()[0];
            return Stream.generate(() -> make((Class<?>) element))
                    .limit(random.nextInt(4))
                    .toList();
        }
        return make(component.getType());
    }

    private Object anInt() {
        return plausible ? 1 + random.nextInt(1000) : oneOf(0, 1, -1, 127, 128, Integer.MAX_VALUE, random.nextInt());
    }

    private Object aLong() {
        return plausible
                ? 1L + random.nextInt(100_000)
                : oneOf(0L, 1L, -1L, 63L, 64L, Long.MAX_VALUE, Long.MIN_VALUE, random.nextLong());
    }

    private Object anAmount() {
        if (plausible) {
            return BigDecimal.valueOf(1 + random.nextInt(1_000_000), random.nextInt(9));
        }
        int bits = oneOf(0, 7, 31, 62, 63, 64, 200);
        BigInteger unscaled = new BigInteger(bits, random);
        return new BigDecimal(random.nextBoolean() ? unscaled : unscaled.negate(), random.nextInt(60) - 10);
    }

    private Object anInstant() {
        Instant second = Instant.ofEpochSecond(plausible ? 1_700_000_000L + random.nextInt() / 10 : random.nextInt());
        return second.plusNanos(oneOf(0, 123_000_000, 1, 999_999_999, random.nextInt(1_000_000_000)));
    }

    private Object texts() {
        return random.nextInt(3) == 0
                ? Texts.NONE
                : new Texts(
                        random.nextBoolean() ? text(1, 100) : null,
                        random.nextBoolean() ? text(1, 20) : null,
                        random.nextBoolean() ? anObject() : null);
    }

    private String anObject() {
        return plausible || random.nextBoolean() ? OBJECTS.get(random.nextInt(OBJECTS.size())) : ODD_NUMBERS;
    }

    private String text(int least, int most) {
        StringBuilder text = new StringBuilder();
        IntStream.range(0, least + random.nextInt(most - least + 1))
                .forEach(_ -> text.append(SIGNS.get(random.nextInt(SIGNS.size()))));
        return text.toString();
    }

    private String printable(int length) {
        StringBuilder text = new StringBuilder();
        IntStream.range(0, length).forEach(_ -> text.append((char) (0x21 + random.nextInt(0x7f - 0x21))));
        return text.toString();
    }

    @SafeVarargs
    private <T> T oneOf(T... values) {
        return values[random.nextInt(values.length)];
    }

    /** The records that a sealed type consists of. */
    static Stream<Class<?>> variants(Class<?> type) {
        return type.isSealed()
                ? Arrays.stream(type.getPermittedSubclasses()).flatMap(Arbitrary::variants)
                : Stream.of(type);
    }
}
