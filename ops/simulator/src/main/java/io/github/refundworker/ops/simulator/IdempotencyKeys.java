package io.github.refundworker.ops.simulator;

import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The stored answer of each idempotency key, and the keys that are in use. */
final class IdempotencyKeys {
    private final Map<String, State> states = new ConcurrentHashMap<>();

    /** Half of a SHA-256 digest of a request's parameters. It is two longs, because there may be a million of them. */
    record Fingerprint(long high, long low) {
        static Fingerprint of(byte[] parameters) {
            try {
                ByteBuffer digest =
                        ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(parameters));
                return new Fingerprint(digest.getLong(), digest.getLong());
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every JDK has SHA-256", e);
            }
        }

        static Fingerprint parse(String hex) {
            return new Fingerprint(Long.parseUnsignedLong(hex, 0, 16, 16), Long.parseUnsignedLong(hex, 16, 32, 16));
        }

        @Override
        public String toString() {
            return "%016x%016x".formatted(high, low);
        }
    }

    sealed interface State {}

    /** A running execution that is not on disk yet. Executions are compared by identity. */
    static final class InUse implements State {}

    /**
     * The first answer.
     *
     * @param refund present if the answer is this refund as first made; {@code body} is then absent
     */
    record Stored(
            Fingerprint fingerprint,
            long at,
            int status,
            @Nullable String body,
            @Nullable Refund refund) implements State {
        Reply.Answer answer() {
            String json = body != null ? body : refund != null ? Json.text(refund.firstView()) : "";
            return status < 400
                    ? Reply.Answer.json(status, json)
                    : new Reply.Answer(status, "application/problem+json", json, Map.of());
        }
    }

    /**
     * Claims the key for an execution.
     *
     * @return {@code mine} if the caller may execute (and must {@link #release} it), else the state that prevents it
     */
    State claim(String key, InUse mine, long now, long windowMillis) {
        State state = states.compute(key, (_, known) -> {
            boolean forgotten = known instanceof Stored stored && now - stored.at() >= windowMillis;
            return known == null || forgotten ? mine : known;
        });
        return requireNonNull(state);
    }

    void store(LedgerLine.AnswerStored line, @Nullable Refund refund) {
        states.put(
                line.key(),
                new Stored(
                        Fingerprint.parse(line.fingerprint()),
                        line.at().toEpochMilli(),
                        line.status(),
                        line.body(),
                        refund));
    }

    /** Releases a key, unless its answer was stored in the meantime. */
    void release(String key, InUse mine) {
        states.remove(key, mine);
    }

    long size() {
        return states.size();
    }
}
