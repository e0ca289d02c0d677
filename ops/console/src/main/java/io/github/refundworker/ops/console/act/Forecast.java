package io.github.refundworker.ops.console.act;

import io.github.refundworker.domain.CurrencyCode;
import io.github.refundworker.ops.deadletter.letter.Contents;
import io.github.refundworker.ops.deadletter.letter.DeadLetter;
import io.github.refundworker.ops.deadletter.letter.LetterId;
import io.github.refundworker.ops.deadletter.replay.Fate;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a replay will do, letter by letter, before anything is sent. Sums are upper bounds: the worker may reject a request
 * or pay less, and never pays more.
 */
public final class Forecast {

    private static final int SHOWN = 50;

    /** What becomes of a letter. */
    public enum Becomes {
        ANSWERED("answered before: gets the same answer, moves 0.00"),
        NEW("new: the worker decides, and pays at most what it asks for"),
        TOO_OLD("too old: is rejected, moves 0.00"),
        TWICE("the same request as another of these letters: moves nothing more"),
        DIES("dies again: it is still unreadable, or keeps its wrong key"),
        PARKED("was replayed too often: is put aside"),
        STAYS("stays as it is");

        public final String text;

        Becomes(String text) {
            this.text = text;
        }
    }

    /** What the database knows. */
    interface Known {
        /** Whether the worker has answered this request. */
        boolean isAnswered(String chargeId, String requestId);

        /** What is left of a charge; absent if no balance was published. */
        @Nullable
        Left left(String chargeId);
    }

    record Left(BigDecimal amount, String currency) {}

    /**
     * One letter.
     *
     * @param atMost that it moves; absent if nothing, or if nobody can say
     */
    public record Line(
            LetterId id,
            Becomes becomes,
            @Nullable String why,
            @Nullable String chargeId,
            @Nullable String requestId,
            @Nullable BigDecimal atMost,
            @Nullable String currency) {}

    private final Known known;
    private final Duration maxAge;
    private final Instant now;
    private final Map<Becomes, Long> counts = new EnumMap<>(Becomes.class);
    private final Map<String, BigDecimal> sums = new TreeMap<>();
    private final List<Line> lines = new ArrayList<>();
    private final Set<String> seen = new HashSet<>();
    private long unbounded;

    /** @param maxAge of a request that the worker has never seen, as the worker is set */
    Forecast(Known known, Duration maxAge, Instant now) {
        this.known = known;
        this.maxAge = maxAge;
        this.now = now;
    }

    void add(Fate fate) {
        Line line = switch (fate) {
            case Fate.Sent sent -> sent(sent);
            case Fate.Parked(LetterId id) -> new Line(id, Becomes.PARKED, null, null, null, null, null);
            case Fate.Stays(LetterId id, String why, var letter) ->
                new Line(id, Becomes.STAYS, why, null, null, null, null);
        };
        counts.merge(line.becomes(), 1L, Long::sum);
        if (line.becomes() == Becomes.NEW) {
            BigDecimal atMost = line.atMost();
            String currency = line.currency();
            if (atMost == null || currency == null) {
                unbounded++;
            } else {
                sums.merge(currency, atMost, BigDecimal::add);
            }
        }
        if (lines.size() < SHOWN) {
            lines.add(line);
        }
    }

    private Line sent(Fate.Sent sent) {
        DeadLetter letter = sent.letter();
        Contents contents = Contents.of(letter.value());
        String charge = contents.chargeId();
        String request = contents.requestId();
        if (charge == null || request == null || sent.keepsWrongKey()) {
            return new Line(sent.id(), Becomes.DIES, null, charge, request, null, null);
        }
        if (!seen.add(charge + " " + request)) {
            return new Line(sent.id(), Becomes.TWICE, null, charge, request, null, null);
        }
        if (known.isAnswered(charge, request)) {
            return new Line(sent.id(), Becomes.ANSWERED, null, charge, request, BigDecimal.ZERO, null);
        }
        if (sent.written().plus(maxAge).isBefore(now)) {
            return new Line(sent.id(), Becomes.TOO_OLD, null, charge, request, BigDecimal.ZERO, null);
        }
        Left left = known.left(charge);
        BigDecimal asked = amount(contents.amount());
        String currency = contents.currency() != null ? contents.currency() : left == null ? null : left.currency();
        BigDecimal atMost = asked != null ? asked : contents.amount() == null && left != null ? left.amount() : null;
        return currency == null || !CurrencyCode.isValid(currency)
                ? new Line(sent.id(), Becomes.NEW, null, charge, request, null, null)
                : new Line(sent.id(), Becomes.NEW, null, charge, request, atMost, currency);
    }

    private static @Nullable BigDecimal amount(@Nullable String text) {
        try {
            BigDecimal amount = text == null || text.length() > 40 ? null : new BigDecimal(text);
            return amount == null || amount.signum() < 0 || Math.abs(amount.scale()) > 20 ? null : amount;
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** How many letters have which fate. */
    public Map<Becomes, Long> counts() {
        return counts;
    }

    /** What moves at most, by currency. */
    public Map<String, BigDecimal> sums() {
        return sums;
    }

    /** New requests of which nobody can say what they move at most: they ask for all that is left of a charge without a balance. */
    public long unbounded() {
        return unbounded;
    }

    /** The first letters. */
    public List<Line> lines() {
        return lines;
    }

    public long letters() {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    /** What moves at most, in words. */
    public String money() {
        List<String> parts = new ArrayList<>();
        sums.forEach((currency, amount) -> parts.add(amount.toPlainString() + " " + currency));
        if (unbounded > 0) {
            parts.add(unbounded + " of unknown amount");
        }
        return parts.isEmpty() ? "0.00" : String.join(", ", parts);
    }

    /** Whether it moves no more than another one, which somebody approved. */
    boolean isWithin(Map<String, BigDecimal> approved, long unboundedApproved) {
        return unbounded <= unboundedApproved
                && sums.entrySet().stream()
                        .allMatch(sum ->
                                sum.getValue().compareTo(approved.getOrDefault(sum.getKey(), BigDecimal.ZERO)) <= 0);
    }
}
