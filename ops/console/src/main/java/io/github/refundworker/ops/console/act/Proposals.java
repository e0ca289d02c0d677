package io.github.refundworker.ops.console.act;

import io.github.refundworker.chargelog.TopicNames;
import io.github.refundworker.ops.audit.AuditEntry;
import io.github.refundworker.ops.audit.AuditLog;
import io.github.refundworker.ops.audit.AuditReader;
import io.github.refundworker.ops.audit.AuditedAction;
import io.github.refundworker.ops.client.JsonHttp;
import io.github.refundworker.ops.client.KafkaAccess;
import io.github.refundworker.ops.client.TopicScan;
import io.github.refundworker.ops.console.ConsoleProperties;
import io.github.refundworker.ops.console.feed.Feed;
import io.github.refundworker.ops.console.login.Person;
import io.github.refundworker.ops.console.proposals.Proposal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;

/**
 * Four eyes: one person proposes, another approves. Proposals are entries of the audit log. The database shows them; who
 * acts on one reads it from the log again.
 */
@Component
public final class Proposals {

    private static final Duration UNTIL_SHOWN = Duration.ofSeconds(10);

    private final KafkaAccess access;
    private final TopicNames names;
    private final Duration lifetime;
    private final Feed feed;
    private final JdbcClient jdbc;

    Proposals(KafkaAccess access, TopicNames names, ConsoleProperties properties, Feed feed, JdbcClient jdbc) {
        this.access = access;
        this.names = names;
        this.lifetime = properties.proposalLifetime();
        this.feed = feed;
        this.jdbc = jdbc;
    }

    /** Those that wait for a second person, the oldest first. */
    public List<Proposal> open(String action) {
        return jdbc.sql("""
                select * from proposal where action = :action and ruling is null and expires_at >= :now
                order by entry_offset limit 500""")
                .param("action", action)
                .param("now", Instant.now().atOffset(ZoneOffset.UTC))
                .query(Proposals::proposal)
                .list();
    }

    /** Everything that was proposed about a target, the latest first. */
    public List<Proposal> about(String target) {
        return jdbc.sql("select * from proposal where target = :target order by entry_offset desc limit 100")
                .param("target", target)
                .query(Proposals::proposal)
                .list();
    }

    /** As the database knows it: without its plan. */
    public Optional<Proposal> find(String id) {
        return jdbc.sql("select * from proposal where id = :id")
                .param("id", id)
                .query(Proposals::proposal)
                .optional();
    }

    /**
     * Proposes something.
     *
     * @param action that ends in {@code .propose}
     * @throws NotDoneException if the same is proposed already
     */
    synchronized Proposal propose(
            Person person, String action, String target, String why, Map<String, Object> details) {
        Instant now = Instant.now();
        about(target).stream()
                .filter(other -> other.action().equals(action) && other.isOpen(now))
                .findFirst()
                .ifPresent(other -> {
                    throw new NotDoneException("This waits for a decision already: " + other.proposer()
                            + " proposed something. It has to be approved, rejected or withdrawn first.");
                });
        Map<String, Object> all = new HashMap<>(details);
        all.put("origin", "console");
        all.put(Proposal.EXPIRES, now.plus(lifetime).toString());
        all.put(Proposal.SUBJECT, person.subject());
        AuditedAction audited = AuditedAction.of(person.name(), action, target, Reason.of(why));
        long offset;
        try (AuditLog audit = new AuditLog(access, names)) {
            offset = audit.intent(audited, all);
        }
        feed.awaitCopied(names.audit(), 0, offset, UNTIL_SHOWN);
        return fromLog(audited.id(), offset);
    }

    /**
     * The proposal as the log tells it now, if this person may still approve it.
     *
     * @param digest of what the person saw
     */
    Proposal toApprove(Person person, String id, String digest) {
        Proposal proposal = openInLog(id);
        if (proposal.isOf(person.name(), person.subject())) {
            throw new NotDoneException("You proposed this yourself. Another person has to approve it.");
        }
        if (!proposal.digest().equals(digest)) {
            throw new NotDoneException("What you saw is not what is proposed. Reload the page.");
        }
        return proposal;
    }

    /** Rejects another's proposal, or withdraws an own one. */
    public Said close(Person person, String id, String why) {
        Proposal proposal = openInLog(id);
        Proposal.Kind kind =
                proposal.isOf(person.name(), person.subject()) ? Proposal.Kind.WITHDRAWN : Proposal.Kind.REJECTED;
        if (kind == Proposal.Kind.REJECTED && !person.roles().contains("approver")) {
            throw new NotDoneException("Only an approver rejects what another person proposed.");
        }
        rule(proposal, person, kind, Reason.of(why));
        return new Said(Said.Kind.DONE, kind == Proposal.Kind.WITHDRAWN ? "Withdrawn." : "Rejected.");
    }

    private Proposal openInLog(String id) {
        Proposal shown = find(id).orElseThrow(() -> new NotDoneException("No such proposal is known."));
        Proposal proposal = fromLog(id, shown.offset());
        requireOpen(proposal);
        return proposal;
    }

    private static void requireOpen(Proposal proposal) {
        Proposal.Ruling ruling = proposal.ruling();
        if (ruling != null) {
            throw new NotDoneException(
                    "It was already " + ruling.kind().name().toLowerCase(Locale.ROOT) + ", by " + ruling.by() + ".");
        }
        if (proposal.isExpired(Instant.now())) {
            throw new NotDoneException("The proposal has expired. It can be proposed again.");
        }
    }

    /**
     * Writes what a person says of a proposal.
     *
     * @throws NotDoneException if somebody was faster, or it expired meanwhile
     */
    void rule(Proposal proposal, Person person, Proposal.Kind kind, @Nullable String why) {
        long offset;
        try (AuditLog audit = new AuditLog(access, names)) {
            offset = audit.outcome(
                    new AuditedAction(proposal.id(), person.name(), proposal.action(), proposal.target(), why),
                    kind == Proposal.Kind.APPROVED ? AuditEntry.Result.DONE : AuditEntry.Result.REFUSED,
                    Map.of("origin", "console", Proposal.RULING, kind.name(), Proposal.SUBJECT, person.subject()));
        }
        Proposal.Ruling first = fromLog(proposal.id(), proposal.offset()).ruling();
        if (first == null) {
            throw new NotDoneException("The proposal has expired. It can be proposed again.");
        }
        if (first.offset() != offset) {
            throw new NotDoneException("Another person was faster: it was "
                    + first.kind().name().toLowerCase(Locale.ROOT) + " by " + first.by() + ".");
        }
        feed.awaitCopied(names.audit(), 0, offset, UNTIL_SHOWN);
    }

    /** Reads the log from the proposal's own entry on, so that the database is believed nothing but the place. */
    Proposal fromLog(String id, long offset) {
        AtomicReference<@Nullable Proposal> found = new AtomicReference<>();
        TopicScan.read(
                access, names.audit(), starts -> Map.of(0, Math.max(offset, starts.getOrDefault(0, 0L))), record -> {
                    AuditReader.Line line = AuditReader.Line.of(record);
                    Proposal before = found.get();
                    found.set(before == null ? Proposal.of(line) : before.after(line));
                    Proposal now = found.get();
                    return now != null && now.ruling() == null;
                });
        Proposal proposal = found.get();
        if (proposal == null || proposal.offset() != offset || !proposal.id().equals(id)) {
            throw new NotDoneException("The audit log has no such proposal.");
        }
        return proposal;
    }

    private static Proposal proposal(ResultSet row, int number) throws SQLException {
        String ruling = row.getString("ruling");
        Map<String, Object> details =
                JsonHttp.MAPPER.readValue(row.getString("details"), new TypeReference<TreeMap<String, Object>>() {});
        return new Proposal(
                row.getString("id"),
                row.getLong("entry_offset"),
                instant(row, "happened_at"),
                row.getString("action"),
                row.getString("target"),
                row.getString("proposer"),
                row.getString("subject"),
                row.getString("why"),
                details,
                Instant.parse(String.valueOf(details.get(Proposal.EXPIRES))),
                ruling == null
                        ? null
                        : new Proposal.Ruling(
                                -1,
                                Proposal.Kind.valueOf(ruling),
                                row.getString("ruled_by"),
                                instant(row, "ruled_at"),
                                row.getString("ruled_why")));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
