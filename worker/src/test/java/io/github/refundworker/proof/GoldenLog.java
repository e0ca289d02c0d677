package io.github.refundworker.proof;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.refundworker.decide.Encodings;
import io.github.refundworker.domain.ChargeId;
import io.github.refundworker.domain.ChargeState;
import io.github.refundworker.domain.Decider;
import io.github.refundworker.domain.Decision;
import io.github.refundworker.domain.Input;
import io.github.refundworker.domain.PartitionHash;
import io.github.refundworker.domain.Policy;
import io.github.refundworker.wire.ChargeStateCodec;
import io.github.refundworker.wire.InputCodec;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The inputs of one simulated life, in the order in which they were decided, as lines of text: {@code > charge time input}.
 * Under each stands what is decided on it: the records that are written, and a digest of the charge's state.
 */
final class GoldenLog implements Simulation.Recorder {
    /** A log is decided by the usual policy, and ends: what changes the policy and what goes on for ever is not in it. */
    private static final EnumSet<Wider> LEFT_OUT = EnumSet.of(
            Wider.OPERATORS, Wider.POLICY_CHANGES, Wider.LIMITS_OVER_TIME, Wider.BLIND_LOOK_UPS, Wider.BLIND_DESCRIBES);

    private static final String DUE = "due";
    private static final String INPUT = "> ";
    private static final String PROVIDERS = "providers: ";

    /** @param input absent where a due time had passed */
    private record Line(
            ChargeId chargeId, Instant at, @Nullable String input) {
        static Line of(String text) {
            String[] parts = text.split(" ", 3);
            return new Line(new ChargeId(parts[0]), Instant.parse(parts[1]), parts[2].equals(DUE) ? null : parts[2]);
        }

        Input read() {
            return input == null ? new Input.DeadlinePassed(at) : InputCodec.read(input.getBytes(UTF_8), at);
        }

        @Override
        public String toString() {
            return INPUT + chargeId + " " + at + " " + (input == null ? DUE : input);
        }
    }

    private final List<Line> lines = new ArrayList<>();
    private String providers = "";

    private GoldenLog() {}

    static GoldenLog record(long seed) {
        GoldenLog log = new GoldenLog();
        Wider.only(EnumSet.complementOf(LEFT_OUT));
        try {
            Simulation.live(seed, new long[Fault.values().length], null, log);
        } finally {
            Wider.only(null);
        }
        return log;
    }

    /** Takes the inputs out of a recorded log. */
    static GoldenLog of(String text) {
        GoldenLog log = new GoldenLog();
        text.lines().forEach(line -> {
            if (line.startsWith(INPUT)) {
                log.lines.add(Line.of(line.substring(INPUT.length())));
            } else if (line.startsWith(PROVIDERS)) {
                log.providers = line.substring(PROVIDERS.length());
            }
        });
        return log;
    }

    @Override
    public void begun(ProviderKind main, ProviderKind other) {
        providers = main + " " + other;
    }

    @Override
    public void decided(ChargeId chargeId, Instant at, byte @Nullable [] input) {
        lines.add(new Line(chargeId, at, input == null ? null : new String(input, UTF_8)));
    }

    /** The log with what the present version decides. */
    String decided() {
        String[] kinds = providers.split(" ");
        Policy policy = SimulatedPolicy.usual(ProviderKind.valueOf(kinds[0]), ProviderKind.valueOf(kinds[1]));
        Encodings encodings = new Encodings(policy, Simulation.PARTITIONS);
        Map<ChargeId, byte[]> store = new HashMap<>();
        StringBuilder text = new StringBuilder(PROVIDERS + providers + "\n");
        for (Line line : lines) {
            byte[] before = store.get(line.chargeId());
            ChargeState state = before == null ? ChargeState.NONE : ChargeStateCodec.read(before);
            text.append('\n').append(line).append('\n');
            switch (Decider.decide(policy, line.chargeId(), state, line.read())) {
                case Decision.Ignore(Decision.Why why) ->
                    text.append("  ignored: ").append(why).append('\n');
                case Decision.Next next -> {
                    int partition = PartitionHash.partition(line.chargeId(), Simulation.PARTITIONS);
                    Encodings.Encoded encoded = encodings.encode(line.chargeId(), next, line.at(), partition);
                    store.put(line.chargeId(), encoded.state());
                    append(text, encoded);
                }
            }
        }
        return text.toString();
    }

    private static void append(StringBuilder text, Encodings.Encoded encoded) {
        for (Encodings.Written output : encoded.outputs()) {
            text.append("  ").append(output.topic()).append(": ");
            text.append(new String(output.value(), UTF_8)).append('\n');
        }
        text.append("  state ")
                .append(digest(encoded.state()))
                .append(", due ")
                .append(encoded.due())
                .append('\n');
    }

    private static String digest(byte[] state) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(state);
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
