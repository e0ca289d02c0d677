package io.github.refundworker.ops.review;

import io.github.refundworker.chargelog.ChargeLog;
import io.github.refundworker.contracts.OperatorAnswered;
import io.github.refundworker.contracts.Refund;
import io.github.refundworker.domain.ChargeId;
import io.github.refundworker.domain.Decision;
import io.github.refundworker.domain.Description;
import io.github.refundworker.domain.Input;
import io.github.refundworker.domain.Money;
import io.github.refundworker.domain.OperatorDecision;
import io.github.refundworker.domain.Outcome;
import io.github.refundworker.ops.client.Cluster;
import io.github.refundworker.ops.client.PartitionReader;
import io.github.refundworker.ops.client.StatusEvents;
import io.github.refundworker.ops.review.InputsLog.Place;
import io.github.refundworker.wire.UnreadableRecordException;
import java.time.Duration;
import java.util.Arrays;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Writes a person's decision to the log of a charge, and reads the worker's answer from the status topic. */
public final class Resolver {
    /** The answer is committed together with the input's offset; its partition may show it a moment later. */
    private static final Duration UNTIL_SHOWN = Duration.ofSeconds(5);

    private final Cluster cluster;
    private final InputsLog inputs;
    private final String by;
    private final String why;
    private final Duration patience;

    /** What follows where the worker does what the person decided. */
    private interface Taken {
        /**
         * @param refund as it stands then, where the decision is about one
         * @param status the end of the charge's partition of the status topic before the decision
         */
        Verdict verdict(Place place, @Nullable Refund refund, long status) throws InterruptedException;
    }

    /**
     * @param by who decides
     * @param patience how long is waited for the worker, and then for the provider
     */
    public Resolver(InputsLog inputs, String by, String why, Duration patience) {
        this.cluster = inputs.cluster();
        this.inputs = inputs;
        this.by = by;
        this.why = why;
        this.patience = patience;
    }

    /** Settles a refund in review, or accepts that the provider contradicts. */
    public Verdict resolve(Refund seen, OperatorDecision.Resolve decision) throws InterruptedException {
        return decide(
                new ChargeId(seen.chargeId()),
                decision,
                seen,
                (place, refund, status) -> new Verdict.Taken(place, null, refund));
    }

    /**
     * Has the provider asked what became of a refund.
     *
     * @param seen as it stands now, whatever revision the decision is about
     */
    public Verdict lookUp(Refund seen, OperatorDecision.LookUpAgain decision) throws InterruptedException {
        ChargeId chargeId = new ChargeId(seen.chargeId());
        return decide(
                chargeId,
                decision,
                seen,
                (place, refund, status) -> awaitProvider(
                        place,
                        chargeId,
                        input -> input instanceof Input.CommandAnswered(var at, var number, var id, Outcome outcome)
                                        && id.equals(decision.refundId())
                                ? Answer.of(outcome)
                                : null,
                        () -> Refunds.latest(cluster, seen, inputs.partitionOf(chargeId), status)));
    }

    /** Has a charge read from its provider. */
    public Verdict refresh(ChargeId chargeId) throws InterruptedException {
        return decide(
                chargeId,
                new OperatorDecision.Refresh(),
                null,
                (place, refund, status) -> awaitProvider(
                        place,
                        chargeId,
                        input -> input instanceof Input.ChargeDescribed(var at, var number, Description description)
                                ? Answer.of(description)
                                : null,
                        () -> null));
    }

    /** Replaces what a request said was captured of a charge. */
    public Verdict correct(ChargeId chargeId, Money captured) throws InterruptedException {
        return decide(
                chargeId,
                new OperatorDecision.CorrectCharge(captured),
                null,
                (place, refund, status) -> new Verdict.Taken(place, null, null));
    }

    private Verdict decide(ChargeId chargeId, OperatorDecision decision, @Nullable Refund seen, Taken taken)
            throws InterruptedException {
        UUID id = UUID.randomUUID();
        Place place;
        long end;
        AtomicReference<@Nullable Refund> now = new AtomicReference<>(seen);
        AtomicReference<@Nullable OperatorAnswered> heard = new AtomicReference<>();
        try (PartitionReader status =
                new PartitionReader(cluster.access(), cluster.names().status(), inputs.partitionOf(chargeId))) {
            // Its last record, before anything is written: without the right to read, the answer could not be heard.
            end = status.end();
            status.seek(Math.max(0, end - 1));
            status.readToEnd(record -> {});
            place = inputs.write(id, chargeId, decision, by, why);
            if (!inputs.awaitDecided(place, patience)) {
                return new Verdict.Open(
                        place,
                        "the worker has not taken it within " + patience.toSeconds() + " s; it stands on "
                                + cluster.names().inputs() + " and will be taken when the worker runs");
            }
            status.readUntil(
                    record -> {
                        Refunds.refundOf(record)
                                .filter(refund -> seen != null && refund.id().equals(seen.id()))
                                .ifPresent(now::set);
                        StatusEvents.readAnswer(record)
                                .filter(answer -> answer.inputId().equals(id.toString()))
                                .ifPresent(heard::set);
                        return heard.get() != null;
                    },
                    UNTIL_SHOWN);
        }
        OperatorAnswered answer = heard.get();
        if (answer == null) {
            return new Verdict.Open(
                    place,
                    "the worker has read it and did not answer, as its earlier versions do: look what came of it");
        }
        Refund latest = now.get();
        return answer.taken() || isAskedAlready(decision, answer)
                ? taken.verdict(place, latest, end)
                : new Verdict.Refused(place, Refusal.of(String.valueOf(answer.reason()), latest), latest);
    }

    /** The provider is going to be asked anyhow, and its answer will do. */
    private static boolean isAskedAlready(OperatorDecision decision, OperatorAnswered answer) {
        return Decision.Why.NOTHING_NEW.name().equals(answer.reason())
                && !(decision instanceof OperatorDecision.CorrectCharge);
    }

    /** @param answerOf the provider's answer in an input; absent where the input is another */
    private Verdict awaitProvider(
            Place asked,
            ChargeId chargeId,
            Function<Input, @Nullable Answer> answerOf,
            Supplier<@Nullable Refund> refund)
            throws InterruptedException {
        byte[] key = ChargeLog.key(chargeId);
        AtomicReference<@Nullable Answer> answer = new AtomicReference<>();
        AtomicReference<Place> found = new AtomicReference<>(asked);
        boolean answered;
        try (PartitionReader log =
                new PartitionReader(cluster.access(), cluster.names().inputs(), asked.partition())) {
            log.seek(asked.offset() + 1);
            answered = log.readUntil(
                    record -> {
                        Input input = Arrays.equals(record.key(), key) ? input(record) : null;
                        answer.set(input == null ? null : answerOf.apply(input));
                        found.set(new Place(record.partition(), record.offset()));
                        return answer.get() != null;
                    },
                    patience);
        }
        return answered && inputs.awaitDecided(found.get(), patience)
                ? new Verdict.Taken(asked, answer.get(), refund.get())
                : new Verdict.Open(
                        asked,
                        "no answer of the provider came within " + patience.toSeconds()
                                + " s: it may be away, or another command of the charge is open");
    }

    private static @Nullable Input input(ConsumerRecord<byte[], byte[]> record) {
        try {
            return ChargeLog.read(record).input();
        } catch (UnreadableRecordException e) {
            return null;
        }
    }
}
