package io.github.refundworker.wire;

import io.github.refundworker.domain.AccountName;
import io.github.refundworker.domain.ChargeId;
import io.github.refundworker.domain.ChargeState.Waiting;
import io.github.refundworker.domain.RefundRequest;
import io.github.refundworker.domain.RefundRequest.Asked;
import io.github.refundworker.domain.RequestId;
import io.github.refundworker.domain.Source;
import io.github.refundworker.domain.Trail;
import java.math.BigDecimal;

/** The stored form of a request that waits for its turn. */
final class WaitingBinary {
    private WaitingBinary() {}

    static void write(StateOutput out, Waiting waiting) {
        RefundRequest request = waiting.request();
        out.text(request.requestId().value());
        out.text(request.chargeId().value());
        writeAsked(out, request.asked());
        out.optional(request.previouslyRefunded(), StateOutput::amount);
        out.optional(request.provider(), (to, provider) -> to.text(provider.value()));
        out.optional(request.charge(), StateOutput::money);
        RefundBinary.writeTexts(out, request.texts());
        Source source = waiting.source();
        out.text(source.topic());
        out.signed(source.partition());
        out.signed(source.offset());
        RefundBinary.writeTrail(out, source.trail());
        out.instant(waiting.due());
    }

    static Waiting read(StateInput in) {
        RefundRequest request = new RefundRequest(
                new RequestId(in.text()),
                new ChargeId(in.text()),
                readAsked(in),
                in.optional(StateInput::amount),
                in.optional(from -> new AccountName(from.text())),
                in.optional(StateInput::money),
                RefundBinary.readTexts(in));
        return new Waiting(request, readSource(in), in.instant());
    }

    private static Source readSource(StateInput in) {
        String topic = in.text();
        int partition = in.integer();
        long offset = in.signed();
        Trail trail = in.version() < 2 ? new Trail(in.instant(), null) : RefundBinary.readTrail(in);
        return new Source(topic, partition, offset, trail.asked(), trail.trace());
    }

    private static void writeAsked(StateOutput out, Asked asked) {
        switch (asked) {
            case Asked.Whole() -> out.oneByte(0);
            case Asked.Part(BigDecimal amount, var currency) -> {
                out.oneByte(1);
                out.amount(amount);
                out.optional(currency, StateOutput::currency);
            }
        }
    }

    private static Asked readAsked(StateInput in) {
        int tag = in.oneByte();
        return switch (tag) {
            case 0 -> new Asked.Whole();
            case 1 -> new Asked.Part(in.amount(), in.optional(StateInput::currency));
            default -> throw StateInput.damaged("nothing asked for has the number " + tag);
        };
    }
}
