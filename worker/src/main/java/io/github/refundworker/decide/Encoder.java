package io.github.refundworker.decide;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.refundworker.domain.AccountName;
import io.github.refundworker.domain.ChargeId;
import io.github.refundworker.domain.ChargeState;
import io.github.refundworker.domain.Decision;
import io.github.refundworker.domain.Effect;
import io.github.refundworker.domain.Outstanding;
import io.github.refundworker.wire.ChargeStateCodec;
import io.github.refundworker.wire.CommandCodec;
import io.github.refundworker.wire.StatusWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** Turns a whole decision into bytes before any of it is written; here, and only here, a decision can still fail. */
final class Encoder {
    static final String INPUT_PARTITION = "input-partition";
    static final String REQUEST_ID = "request-id";

    /** What a record takes besides key, value and headers; generous. */
    private static final int RECORD_OVERHEAD = 512;

    private final DecideSettings settings;
    private final StatusWriter statusWriter;

    Encoder(DecideSettings settings) {
        this.settings = settings;
        this.statusWriter = new StatusWriter(settings.policy().namespace());
    }

    /** A decision in bytes. */
    record Encoded(byte[] state, @Nullable Outstanding outstanding, List<Output> outputs) {}

    /**
     * @param timestamp for the records, in epoch milliseconds
     * @param cause the trace header of what caused the decision
     * @throws OutputTooLargeException if a part is too large
     */
    Encoded encode(ChargeId chargeId, Decision.Next decision, long timestamp, int partition, @Nullable Header cause) {
        byte[] key = chargeId.value().getBytes(US_ASCII);
        List<Output> outputs = new ArrayList<>(decision.effects().size());
        for (Effect effect : decision.effects()) {
            AskedBy asked = effect instanceof Effect.SendCommand(var _, var command)
                    ? AskedBy.of(command, decision.state())
                    : null;
            Header trace = Traces.of(effect, asked, cause);
            outputs.add(
                    switch (effect) {
                        case Effect.SendCommand(AccountName account, var command) -> {
                            Headers headers = headers(trace);
                            headers.add(
                                    INPUT_PARTITION, Integer.toString(partition).getBytes(US_ASCII));
                            if (asked != null) {
                                // For the executor's logs; it decides nothing.
                                headers.add(
                                        REQUEST_ID, asked.requestId().value().getBytes(UTF_8));
                            }
                            yield output(commands(account), key, CommandCodec.write(command), timestamp, headers);
                        }
                        case Effect.PublishStatus(var event) -> {
                            Headers headers = headers(trace);
                            Map<String, String> attributes = statusWriter.headers(
                                    chargeId, event, decision.state().latest());
                            attributes.forEach((name, text) -> headers.add(name, text.getBytes(UTF_8)));
                            byte[] value = statusWriter.value(chargeId, event);
                            yield output(DecideTopology.STATUS, key, value, timestamp, headers);
                        }
                        case Effect.PublishBalance(var balance) -> {
                            byte[] value = statusWriter.balance(chargeId, balance);
                            yield output(DecideTopology.BALANCES, key, value, timestamp, headers(trace));
                        }
                    });
        }
        ChargeState next = decision.state();
        byte[] state = ChargeStateCodec.write(next);
        check("the stored charge", key.length + state.length);
        return new Encoded(state, Outstanding.of(next), outputs);
    }

    private String commands(AccountName account) {
        if (!settings.commands().containsKey(account)) {
            throw new IllegalStateException("there is no command topic for the account " + account);
        }
        return DecideTopology.commands(account);
    }

    private Output output(String sink, byte[] key, byte[] value, long timestamp, Headers headers) {
        int size = key.length + value.length;
        for (Header header : headers) {
            size += header.key().length() + header.value().length + 4;
        }
        check("a record for " + sink, size);
        return new Output(sink, new Record<>(key, value, timestamp, headers));
    }

    private void check(String what, int bytes) {
        if (bytes + RECORD_OVERHEAD > settings.recordLimit()) {
            throw new OutputTooLargeException(what, bytes + RECORD_OVERHEAD, settings.recordLimit());
        }
    }

    private static Headers headers(@Nullable Header trace) {
        Headers headers = new RecordHeaders();
        if (trace != null) {
            headers.add(trace);
        }
        return headers;
    }
}
