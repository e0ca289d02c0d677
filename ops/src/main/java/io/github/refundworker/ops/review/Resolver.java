package io.github.refundworker.ops.review;

import static io.github.refundworker.domain.StatusInfo.RESOLVED_BY_OPERATOR;

import io.github.refundworker.contracts.Refund;
import io.github.refundworker.contracts.RefundStatus;
import io.github.refundworker.contracts.StatusInfo;
import io.github.refundworker.contracts.Topics;
import io.github.refundworker.domain.ChargeId;
import io.github.refundworker.domain.Description;
import io.github.refundworker.domain.Input;
import io.github.refundworker.domain.OperatorDecision;
import io.github.refundworker.domain.Outcome;
import io.github.refundworker.ops.client.Cluster;
import io.github.refundworker.ops.client.PartitionReader;
import io.github.refundworker.ops.review.InputsLog.Place;
import io.github.refundworker.wire.InputCodec;
import io.github.refundworker.wire.UnreadableRecordException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Writes what a person decides to the inputs log and finds out what came of it, from the log and the status topic. */
public final class Resolver {

    private final Cluster cluster;
    private final InputsLog inputs;
    private final String by;
    private final String why;
    private final Duration patience;

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
        try (PartitionReader status = status(seen)) {
            status.seek(status.end());
            Place place = inputs.write(new ChargeId(seen.chargeId()), decision, by, why);
            if (!inputs.awaitDecided(place, patience)) {
                return notDecided(place);
            }
            List<Refund> since = new ArrayList<>();
            status.readToEnd(message -> Refunds.refundOf(message)
                    .filter(refund -> refund.id().equals(seen.id()))
                    .ifPresent(since::add));
            Optional<Refund> made = since.stream()
                    .filter(refund -> refund.revision() == decision.revision() + 1L && isOurs(refund))
                    .findFirst();
            return made.<Verdict>map(refund -> new Verdict.Taken(place, null, refund))
                    .orElseGet(() -> {
                        Refund now = since.isEmpty() ? seen : since.getLast();
                        return new Verdict.Refused(place, refusal(now, decision), now);
                    });
        }
    }

    private boolean isOurs(Refund refund) {
        StatusInfo info = refund.statusInfo();
        return info != null
                && info.code().equals(RESOLVED_BY_OPERATOR)
                && info.description().startsWith(by + " found ");
    }

    private static String refusal(Refund now, OperatorDecision.Resolve decision) {
        if (now.revision() != decision.revision()) {
            return outdated(now, decision.revision());
        }
        if (!RefundStory.needsAPerson(now)) {
            return "it is " + now.status() + " and does not wait for a person";
        }
        return now.status() == RefundStatus.PENDING
                ? "an attempt may still be under way, so nobody can know yet; try again in some minutes"
                : "the provider has shown the opposite, which can only be accepted";
    }

    private static String outdated(Refund now, int seen) {
        return "it is at revision " + now.revision() + " (" + now.status() + ") and not at " + seen
                + " any more: look again";
    }

    /**
     * Has the provider asked what became of a refund.
     *
     * @param seen as it stands now, whatever revision the decision is about
     */
    public Verdict lookUp(Refund seen, OperatorDecision.LookUpAgain decision) throws InterruptedException {
        Place place = inputs.write(new ChargeId(seen.chargeId()), decision, by, why);
        if (!inputs.awaitDecided(place, patience)) {
            return notDecided(place);
        }
        if (seen.revision() != decision.revision()) {
            // Revisions only grow, so it was another one when the worker looked.
            return new Verdict.Refused(place, outdated(seen, decision.revision()), seen);
        }
        AtomicReference<@Nullable Answer> answer = new AtomicReference<>();
        Place answered = awaitAnswer(place, new ChargeId(seen.chargeId()), input -> {
            if (input instanceof Input.CommandAnswered(var at, var number, var refundId, Outcome outcome)
                    && refundId.equals(decision.refundId())) {
                answer.set(Answer.of(outcome));
                return true;
            }
            return false;
        });
        if (answered == null || !inputs.awaitDecided(answered, patience)) {
            return new Verdict.Open(place, "no answer of the provider came within " + patience.toSeconds() + " s");
        }
        return new Verdict.Taken(
                place,
                answer.get(),
                Refunds.find(cluster, decision.refundId(), inputs.partitions())
                        .map(RefundStory::latest)
                        .orElse(seen));
    }

    /** Has a charge read from its provider. */
    public Verdict refresh(ChargeId chargeId) throws InterruptedException {
        Place place = inputs.write(chargeId, new OperatorDecision.Refresh(), by, why);
        if (!inputs.awaitDecided(place, patience)) {
            return notDecided(place);
        }
        AtomicReference<@Nullable Answer> answer = new AtomicReference<>();
        Place answered = awaitAnswer(place, chargeId, input -> {
            if (input instanceof Input.ChargeDescribed(var at, var number, Description description)) {
                answer.set(Answer.of(description));
                return true;
            }
            return false;
        });
        if (answered == null || !inputs.awaitDecided(answered, patience)) {
            return new Verdict.Open(
                    place,
                    "no answer of the provider came within " + patience.toSeconds()
                            + " s: it may be away, the worker may know no such charge, or it had another command open");
        }
        return new Verdict.Taken(place, answer.get(), null);
    }

    private @Nullable Place awaitAnswer(Place after, ChargeId about, Predicate<@Nullable Input> which) {
        byte[] key = about.value().getBytes(StandardCharsets.US_ASCII);
        AtomicReference<@Nullable Place> found = new AtomicReference<>();
        try (PartitionReader log =
                new PartitionReader(cluster.access(), cluster.name(InputsLog.TOPIC), after.partition())) {
            log.seek(after.offset() + 1);
            log.readUntil(
                    record -> {
                        boolean enough = Arrays.equals(record.key(), key) && which.test(input(record));
                        if (enough) {
                            found.set(new Place(record.partition(), record.offset()));
                        }
                        return enough;
                    },
                    patience);
        }
        return found.get();
    }

    private static @Nullable Input input(ConsumerRecord<byte[], byte[]> record) {
        try {
            return InputCodec.read(record.value(), Instant.ofEpochMilli(record.timestamp()));
        } catch (UnreadableRecordException e) {
            return null;
        }
    }

    private Verdict notDecided(Place place) {
        return new Verdict.Open(
                place,
                "the worker has not taken it within " + patience.toSeconds() + " s; it stands on "
                        + cluster.name(InputsLog.TOPIC) + " and will be taken when the worker runs");
    }

    private PartitionReader status(Refund refund) {
        return new PartitionReader(
                cluster.access(),
                cluster.name(Topics.REFUND_STATUS),
                inputs.partitionOf(new ChargeId(refund.chargeId())));
    }
}
