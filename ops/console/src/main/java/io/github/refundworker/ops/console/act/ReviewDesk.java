package io.github.refundworker.ops.console.act;

import io.github.refundworker.chargelog.TopicNames;
import io.github.refundworker.contracts.Refund;
import io.github.refundworker.domain.ChargeId;
import io.github.refundworker.domain.OperatorDecision;
import io.github.refundworker.domain.RefundId;
import io.github.refundworker.ops.audit.AuditedAction;
import io.github.refundworker.ops.client.Cluster;
import io.github.refundworker.ops.client.KafkaAccess;
import io.github.refundworker.ops.client.Reviews;
import io.github.refundworker.ops.console.ConsoleProperties;
import io.github.refundworker.ops.console.feed.Columns;
import io.github.refundworker.ops.console.login.Person;
import io.github.refundworker.ops.console.proposals.Proposal;
import io.github.refundworker.ops.review.AuditedDecision;
import io.github.refundworker.ops.review.InputsLog;
import io.github.refundworker.ops.review.Refunds;
import io.github.refundworker.ops.review.Resolver;
import io.github.refundworker.ops.review.Verdict;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What people decide about refunds and charges. It writes the inputs that {@code refundctl} writes, and waits for the
 * worker's answer. The worker checks everything again.
 */
@Component
public final class ReviewDesk {

    public static final String PROPOSE = "review.propose";

    private final Cluster cluster;
    private final Duration patience;
    private final Proposals proposals;
    private final JdbcClient jdbc;

    /** Where the newest event about a refund is, and which revision it brought. */
    private record Newest(int partition, long offset, long revision) {}

    /** Writes a decision, and waits for its answer. */
    private interface Step {
        Verdict with(Resolver resolver) throws InterruptedException;
    }

    ReviewDesk(
            KafkaAccess access, TopicNames names, ConsoleProperties properties, Proposals proposals, JdbcClient jdbc) {
        this.cluster = new Cluster(access, names.prefix());
        this.patience = properties.patience();
        this.proposals = proposals;
        this.jdbc = jdbc;
    }

    /** How a refund is named in the audit log. */
    public static String target(String refundId) {
        return "refund " + refundId;
    }

    /**
     * Has the provider asked what became of a refund.
     *
     * @param revision that the person saw
     */
    public Said lookUp(Person person, String refundId, long revision, String why) {
        Refund seen = seen(refundId, revision);
        RefundId id = RefundId.parse(seen.id());
        Map<String, Object> details = new HashMap<>();
        details.put("decision", "look up again");
        details.put("revision", revision);
        details.put("chargeId", seen.chargeId());
        return decide(
                AuditedAction.of(person.name(), "review.look-up", target(seen.id()), Reason.of(why)),
                person.name(),
                details,
                resolver -> resolver.lookUp(seen, new OperatorDecision.LookUpAgain(id, Math.toIntExact(revision))));
    }

    /** Has a charge read from its provider. */
    public Said refresh(Person person, String chargeId, String why) {
        if (!ChargeId.isValid(chargeId)) {
            throw new NotDoneException("This is no id of a charge.");
        }
        ChargeId id = new ChargeId(chargeId);
        return decide(
                AuditedAction.of(person.name(), "charge.refresh", "charge " + id, Reason.of(why)),
                person.name(),
                Map.of(),
                resolver -> resolver.refresh(id));
    }

    /**
     * Proposes what became of a refund.
     *
     * @param revision that the person saw
     * @param paid whether the provider paid it
     * @param providerRefundId the provider's id of what it paid; may be empty
     */
    public Said propose(
            Person person, String refundId, long revision, boolean paid, String providerRefundId, String why) {
        Refund seen = seen(refundId, revision);
        if (!Reviews.needsAPerson(seen)) {
            throw new NotDoneException("The refund does not wait for a person any more.");
        }
        String paidAs = providerRefundId.strip();
        if (!paid && !paidAs.isEmpty()) {
            throw new NotDoneException("The provider's id goes with “the provider paid it”.");
        }
        if (paid && paidAs.isEmpty() && seen.providerRefundId() == null) {
            throw new NotDoneException("Name the provider's id of what it paid: this refund has none yet.");
        }
        Map<String, Object> details = new HashMap<>();
        details.put("decision", paid ? "succeeded" : "failed");
        details.put("revision", revision);
        details.put("chargeId", seen.chargeId());
        details.put("money", seen.amount() + " " + seen.currencyCode());
        if (!paidAs.isEmpty()) {
            details.put("providerRefundId", paidAs);
        }
        proposals.propose(person, PROPOSE, target(seen.id()), why, details);
        return new Said(Said.Kind.DONE, "Proposed. Another person has to approve it; until then nothing is done.");
    }

    /**
     * Approves what another person proposed, and has it done.
     *
     * @param digest of what the approver saw
     */
    public Said approve(Person person, String id, String digest) {
        Proposal proposal = proposals.toApprove(person, id, digest);
        if (!proposal.action().equals(PROPOSE)) {
            throw new NotDoneException("This is no proposal about a refund.");
        }
        long revision = Long.parseLong(proposal.detail("revision"));
        Refund seen = seen(proposal.target().substring(target("").length()), revision);
        proposals.rule(proposal, person, Proposal.Kind.APPROVED, null);
        boolean paid = proposal.detail("decision").equals("succeeded");
        String paidAs = proposal.detail("providerRefundId");
        Map<String, Object> details = new HashMap<>(proposal.details());
        details.keySet().removeIf(key -> key.equals(Proposal.EXPIRES) || key.equals(Proposal.SUBJECT));
        details.put("proposal", proposal.id());
        details.put("approver", person.name());
        return decide(
                AuditedAction.of(proposal.proposer(), "review.resolve", proposal.target(), proposal.why()),
                proposal.proposer() + ", approved by " + person.name(),
                details,
                resolver -> resolver.resolve(
                        seen,
                        new OperatorDecision.Resolve(
                                RefundId.parse(seen.id()),
                                Math.toIntExact(revision),
                                paid,
                                paidAs.isEmpty() ? null : paidAs)));
    }

    /** @throws NotDoneException if the refund is at another revision */
    private Refund seen(String refundId, long revision) {
        Newest newest = jdbc.sql("""
                select e.part, e.event_offset, r.revision from refund r join event e
                  on e.charge_id = r.charge_id and e.refund_id = r.id and e.revision = r.revision
                    and e.type in ('created', 'updated')
                where r.id = :id and r.status <> 'REJECTED' order by e.event_offset desc limit 1""")
                .param("id", Columns.indexed(refundId))
                .query((row, number) ->
                        new Newest(row.getInt("part"), row.getLong("event_offset"), row.getLong("revision")))
                .optional()
                .orElseThrow(() -> new NotDoneException("No such refund is known here."));
        if (newest.revision != revision) {
            throw new NotDoneException("The refund is at revision " + newest.revision + " and not at revision "
                    + revision + ", which you saw. Look again.");
        }
        return Refunds.at(cluster, newest.partition, newest.offset)
                .orElseThrow(() -> new NotDoneException(
                        "The topic has deleted this refund's newest event. Use refundctl review."));
    }

    private Said decide(AuditedAction action, String by, Map<String, Object> details, Step step) {
        Map<String, Object> all = new HashMap<>(details);
        all.put("origin", "console");
        try (InputsLog inputs = new InputsLog(cluster)) {
            Resolver resolver = new Resolver(inputs, by, String.valueOf(action.why()), patience);
            return said(AuditedDecision.make(cluster, action, all, () -> step.with(resolver)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Said(Said.Kind.WAITS, "The console stops. The decision may be on the log of the charge.");
        }
    }

    private static Said said(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Taken(var place, var answer, Refund refund) ->
                new Said(
                        Said.Kind.DONE,
                        "The worker has done it."
                                + (answer == null ? "" : " The provider: " + answer.text() + ".")
                                + (refund == null
                                        ? ""
                                        : " The refund is " + refund.status() + " at revision " + refund.revision()
                                                + "."));
            case Verdict.Refused(var place, String reason, var refund) ->
                new Said(Said.Kind.REFUSED, "The worker refused: " + reason + ".");
            case Verdict.Open(var place, String reason) -> new Said(Said.Kind.WAITS, sentence(reason));
        };
    }

    private static String sentence(String said) {
        return said.substring(0, 1).toUpperCase(Locale.ROOT) + said.substring(1) + ".";
    }
}
