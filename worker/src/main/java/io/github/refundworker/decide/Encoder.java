package io.github.refundworker.decide;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.refundworker.chargelog.ChargeLog;
import io.github.refundworker.chargelog.CommandHeaders;
import io.github.refundworker.chargelog.InputId;
import io.github.refundworker.domain.AccountName;
import io.github.refundworker.domain.ChargeId;
import io.github.refundworker.domain.ChargeState;
import io.github.refundworker.domain.Decision;
import io.github.refundworker.domain.Effect;
import io.github.refundworker.domain.Outstanding;
import io.github.refundworker.tracing.TraceParent;
import io.github.refundworker.wire.ChargeStateCodec;
import io.github.refundworker.wire.CommandCodec;
import io.github.refundworker.wire.StatusWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** Encodes a whole decision before any of it is written. Only here can a decision still fail. */
final class Encoder {
    /** Generous upper bound of a record's bytes besides key, value and headers. */
    private static final int RECORD_OVERHEAD = 512;

    private final DecideSettings settings;
    private final StatusWriter statusWriter;

    Encoder(DecideSettings settings) {
        this.settings = settings;
        this.statusWriter = new StatusWriter(settings.policy().namespace());
    }

    /** An encoded decision. */
    record Encoded(byte[] state, @Nullable Outstanding outstanding, List<Output> outputs) {}

    /**
     * @param timestamp of the records, in epoch milliseconds
     * @param cause the trace header of the decision's cause
     * @throws OutputTooLargeException if a part is too large
     */
    Encoded encode(ChargeId chargeId, Decision.Next decision, long timestamp, int partition, @Nullable Header cause) {
        byte[] key = ChargeLog.key(chargeId);
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
                            CommandHeaders.write(headers, partition, asked == null ? null : asked.requestId());
                            yield output(commands(account), key, CommandCodec.write(command), timestamp, headers);
                        }
                        case Effect.PublishStatus(var event) -> {
                            Headers headers = headers(trace);
                            add(
                                    headers,
                                    statusWriter.headers(
                                            chargeId, event, decision.state().latest()));
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

    /** What a person is told whose decision the record is; absent where the tool did not name the decision. */
    @Nullable
    Output answer(ConsumerRecord<byte[], byte[]> input, @Nullable String refusal) {
        UUID id = InputId.of(input.headers());
        if (id == null) {
            return null;
        }
        ChargeId chargeId = ChargeLog.chargeId(input.key());
        Headers headers = headers(input.headers().lastHeader(TraceParent.HEADER));
        add(headers, statusWriter.headers(id, chargeId, Instant.ofEpochMilli(input.timestamp())));
        byte[] value = StatusWriter.answered(id, chargeId, refusal);
        return output(DecideTopology.STATUS, input.key(), value, input.timestamp(), headers);
    }

    private static void add(Headers headers, Map<String, String> attributes) {
        attributes.forEach((name, text) -> headers.add(name, text.getBytes(UTF_8)));
    }

    private String commands(AccountName account) {
        if (!settings.accounts().contains(account)) {
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
