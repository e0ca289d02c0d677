package io.github.refundworker.ops.console.proposals;

import io.github.refundworker.ops.audit.AuditEntry;
import io.github.refundworker.ops.audit.AuditReader;
import io.github.refundworker.ops.client.JsonHttp;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Something that one person proposes and another has to approve. It is an intent of the audit log; the first outcome of
 * that intent in time says what became of it. So the order of the log decides between two people, or two consoles.
 *
 * @param id of the audited action
 * @param offset of its entry
 * @param action such as {@code review.propose}
 * @param proposer the name of the person
 * @param subject the same person, as the OpenID provider tells people apart
 * @param details what is proposed
 * @param expires after that, nobody can approve it
 * @param ruling absent while nobody has approved, rejected or withdrawn it
 */
public record Proposal(
        String id,
        long offset,
        Instant at,
        String action,
        String target,
        String proposer,
        String subject,
        String why,
        Map<String, Object> details,
        Instant expires,
        @Nullable Ruling ruling) {

    /** The end of the action's name. */
    private static final String PROPOSE = ".propose";

    public static final String EXPIRES = "expires";
    public static final String SUBJECT = "subject";
    public static final String RULING = "ruling";
    /** The plan of a replay. It is large, so it is left out of digests, which hold its id, and of the database. */
    public static final String PLAN = "planFile";

    /** What became of a proposal. */
    public record Ruling(
            long offset,
            Kind kind,
            String by,
            Instant at,
            @Nullable String why) {}

    public enum Kind {
        APPROVED("Approved"),
        REJECTED("Rejected"),
        WITHDRAWN("Withdrawn");

        public final String text;

        Kind(String text) {
            this.text = text;
        }

        AuditEntry.Result result() {
            return this == APPROVED ? AuditEntry.Result.DONE : AuditEntry.Result.REFUSED;
        }
    }

    public Proposal {
        details = Map.copyOf(details);
    }

    /** Absent if the entry proposes nothing. */
    public static @Nullable Proposal of(AuditReader.Line line) {
        AuditEntry entry = line.entry();
        if (entry == null
                || entry.phase() != AuditEntry.Phase.INTENT
                || !entry.action().endsWith(PROPOSE)) {
            return null;
        }
        Instant expires = time(entry.details().get(EXPIRES));
        String subject = text(entry.details().get(SUBJECT));
        return expires == null || subject == null || entry.why() == null
                ? null
                : new Proposal(
                        entry.actionId(),
                        line.offset(),
                        line.appended(),
                        entry.action(),
                        entry.target(),
                        entry.actor(),
                        subject,
                        entry.why(),
                        entry.details(),
                        expires,
                        null);
    }

    /** What an entry says of any proposal. Absent if it says nothing. */
    public static @Nullable Ruling rulingIn(AuditReader.Line line) {
        AuditEntry entry = line.entry();
        if (entry == null
                || entry.phase() != AuditEntry.Phase.OUTCOME
                || !entry.action().endsWith(PROPOSE)) {
            return null;
        }
        Kind kind = kind(entry.details().get(RULING));
        return kind == null || entry.result() != kind.result()
                ? null
                : new Ruling(line.offset(), kind, entry.actor(), line.appended(), entry.why());
    }

    /** The proposal after the next entry of the log. */
    public Proposal after(AuditReader.Line line) {
        AuditEntry entry = line.entry();
        Ruling next = entry != null && entry.actionId().equals(id) ? rulingIn(line) : null;
        return next == null || ruling != null || next.at().isAfter(expires) ? this : with(next);
    }

    private Proposal with(Ruling next) {
        return new Proposal(id, offset, at, action, target, proposer, subject, why, details, expires, next);
    }

    public boolean isOpen(Instant now) {
        return ruling == null && !isExpired(now);
    }

    public boolean isExpired(Instant now) {
        return ruling == null && now.isAfter(expires);
    }

    /** Whether this is the person who proposed it, under whichever name. */
    public boolean isOf(String name, String ofSubject) {
        return proposer.equalsIgnoreCase(name) || subject.equals(ofSubject);
    }

    /** A value of the details; empty if there is none. */
    public String detail(String name) {
        String text = text(details.get(name));
        return text == null ? "" : text;
    }

    /** All of it that an approval is about, in a few characters. */
    public String digest() {
        Map<String, Object> told = new TreeMap<>(details);
        told.remove(PLAN);
        String all = JsonHttp.MAPPER.writeValueAsString(
                List.of(id, action, target, proposer, subject, why, expires.toString(), told));
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(all.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }

    private static @Nullable Instant time(@Nullable Object value) {
        try {
            return value == null ? null : Instant.parse(value.toString());
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static @Nullable Kind kind(@Nullable Object value) {
        for (Kind kind : Kind.values()) {
            if (kind.name().equals(value)) {
                return kind;
            }
        }
        return null;
    }
}
