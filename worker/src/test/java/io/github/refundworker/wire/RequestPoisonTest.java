package io.github.refundworker.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.github.refundworker.Mutants;
import io.github.refundworker.contracts.Samples;
import io.github.refundworker.domain.InvalidRequest;
import io.github.refundworker.domain.RefundRequest;
import io.github.refundworker.wire.RequestReading.Readable;
import io.github.refundworker.wire.RequestReading.Refused;
import io.github.refundworker.wire.RequestReading.Unreadable;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever the bytes are, there is an answer or a dead letter. */
class RequestPoisonTest {
    private static final int MUTATIONS = 100_000;
    private static final String IDS = "\"requestId\":\"r-1\",\"chargeId\":\"ch_1\"";

    static List<byte[]> bytes() {
        return List.of(
                new byte[0],
                new byte[] {0},
                new byte[64],
                new byte[] {'{', (byte) 0xff, '}'},
                new byte[] {(byte) 0xef, (byte) 0xbb, (byte) 0xbf, '{', '}'},
                // An overlong slash and half a surrogate pair: no UTF-8, though some decoders take them.
                overlaid("{\"reason\":\"__\"," + IDS + "}", 0xc0, 0xaf),
                overlaid("{\"reason\":\"___\"," + IDS + "}", 0xed, 0xa0, 0x80),
                ("{" + IDS + "}").getBytes(StandardCharsets.UTF_16BE),
                ("{" + IDS + "}").getBytes(StandardCharsets.UTF_16LE),
                ("{" + IDS + "}").getBytes(Charset.forName("UTF-32BE")));
    }

    private static byte[] overlaid(String json, int... bytes) {
        byte[] value = json.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < bytes.length; i++) {
            value[json.indexOf('_') + i] = (byte) bytes[i];
        }
        return value;
    }

    @ParameterizedTest
    @MethodSource("bytes")
    void shouldNotTakeBytesThatAreNotText(byte[] value) {
        assertThat(RequestReader.read(value)).isInstanceOf(Unreadable.class);
    }

    @Test
    void shouldNotTakeRecordsWithoutAValue() {
        assertThat(RequestReader.read(null)).isInstanceOf(Unreadable.class);
    }

    @Test
    void shouldKeepToTheLimitOfBytes() {
        String spaced = "{" + IDS + "}" + " ".repeat(64 * 1024 - IDS.length() - 2);
        assertThat(read(spaced)).isInstanceOf(Readable.class);
        assertThat(read(spaced + " ")).isEqualTo(new Unreadable("more than 65536 bytes"));
        assertThat(read("{" + IDS + ",\"x\":\"" + "x".repeat(1024 * 1024) + "\"}"))
                .isInstanceOf(Unreadable.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {31, 1000, 10_000})
    void shouldNotFollowDeepNesting(int depth) {
        String nested = "[".repeat(depth) + "]".repeat(depth);
        RequestReading expected = depth == 31 ? read("{" + IDS + "}") : null;
        RequestReading reading = read("{" + IDS + ",\"x\":" + nested + "}");
        if (expected == null) {
            assertThat(reading).isInstanceOf(Unreadable.class);
        } else {
            assertThat(reading).isEqualTo(expected);
        }
        assertThat(read("[".repeat(depth))).isInstanceOf(Unreadable.class);
        assertThat(read("{\"a\":".repeat(depth))).isInstanceOf(Unreadable.class);
    }

    @Test
    void shouldBoundWhatItPassesOver() {
        assertThat(read("{" + IDS + ",\"x\":\"" + "x".repeat(4096) + "\"}")).isInstanceOf(Readable.class);
        assertThat(read("{" + IDS + ",\"x\":\"" + "x".repeat(4097) + "\"}")).isInstanceOf(Unreadable.class);
        assertThat(read("{" + IDS + ",\"x\":[\"" + "x".repeat(4097) + "\"]}")).isInstanceOf(Unreadable.class);
        assertThat(read("{" + IDS + ",\"" + "x".repeat(4097) + "\":1}")).isInstanceOf(Unreadable.class);
        assertThat(read("{" + IDS + ",\"x\":" + "1".repeat(65) + "}")).isInstanceOf(Unreadable.class);
        assertThat(read("{" + IDS + ",\"x\":0." + "1".repeat(65) + "}")).isInstanceOf(Unreadable.class);
        assertThat(read("{" + IDS + ",\"x\":1e1000000000}")).isInstanceOf(Readable.class);
        assertThat(read("{" + IDS + ",\"extendedFields\":{\"x\":1e1000000000}}"))
                .isInstanceOf(Readable.class);
    }

    @Test
    void shouldTakeNoNameTwice() {
        assertThat(read("{" + IDS + ",\"amount\":\"1\",\"amount\":\"2\"}")).isInstanceOf(Unreadable.class);
        assertThat(read("{" + IDS + ",\"amount\":\"1\",\"\\u0061mount\":\"2\"}"))
                .isInstanceOf(Unreadable.class);
        assertThat(read("{" + IDS + ",\"x\":{\"y\":[{\"z\":1,\"z\":1}]}}")).isInstanceOf(Unreadable.class);
        assertThat(read("{" + IDS + ",\"extendedFields\":{\"z\":1,\"z\":1}}")).isInstanceOf(Unreadable.class);
        assertThat(read("{" + IDS + ",\"charge\":{\"amount\":\"1\",\"amount\":\"1\"}}"))
                .isInstanceOf(Unreadable.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\\ud800",
                "\\udc00x",
                "\\ud800\\ud800",
                "\\u0000",
                "a\\u0000b",
                "\\u0085",
                " ",
                "\\t",
            })
    void shouldAnswerButNotTakeIdsThatNoTextCanHold(String id) {
        assertThat(read("{\"requestId\":\"" + id + "\",\"chargeId\":\"ch_1\"}")).isInstanceOf(Refused.class);
        assertThat(read("{\"requestId\":\"r-1\",\"chargeId\":\"" + id + "\"}")).isInstanceOf(Refused.class);
    }

    @Test
    void shouldHaveNobodyToAnswerWithoutIds() {
        assertThat(read("{\"requestId\":\"\",\"chargeId\":\"ch_1\"}")).isInstanceOf(Unreadable.class);
        assertThat(read("{\"requestId\":\"r-1\",\"chargeId\":\"\"}")).isInstanceOf(Unreadable.class);
    }

    @Test
    void shouldSurviveNamesThatCollide() {
        StringBuilder json = new StringBuilder("{" + IDS);
        // "Aa" and "BB" have the same hash, and so has every row of them.
        for (int i = 0; i < 2048; i++) {
            json.append(",\"");
            for (int bit = 0; bit < 11; bit++) {
                json.append((i >> bit & 1) == 0 ? "Aa" : "BB");
            }
            json.append("\":1");
        }
        assertThat(read(json + "}")).isInstanceOf(Readable.class);
    }

    @Test
    void shouldNeverThrow() {
        Random random = new Random(20261101);
        List<byte[]> seeds = List.copyOf(Samples.valid("refund-request").values());
        Map<Kind, Integer> kinds = new EnumMap<>(Kind.class);
        for (int i = 0; i < MUTATIONS; i++) {
            byte[] mutant = Mutants.mutated(seeds.get(random.nextInt(seeds.size())), random);
            assertThatCode(() -> kinds.merge(Kind.of(RequestReader.read(mutant)), 1, Integer::sum))
                    .as("mutant %s: %s", i, new String(mutant, StandardCharsets.UTF_8))
                    .doesNotThrowAnyException();
        }
        assertThat(kinds).containsOnlyKeys(Kind.values());
    }

    private enum Kind {
        RIGHT,
        WRONG,
        REFUSED,
        UNREADABLE;

        static Kind of(RequestReading reading) {
            return switch (reading) {
                case Readable(RefundRequest _) -> RIGHT;
                case Readable(InvalidRequest _) -> WRONG;
                case Refused _ -> REFUSED;
                case Unreadable _ -> UNREADABLE;
            };
        }
    }

    private static RequestReading read(String json) {
        return RequestReader.read(json.getBytes(StandardCharsets.UTF_8));
    }
}
