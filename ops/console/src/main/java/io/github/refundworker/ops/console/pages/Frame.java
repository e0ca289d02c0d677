package io.github.refundworker.ops.console.pages;

import io.github.refundworker.ops.console.act.Said;
import io.github.refundworker.ops.console.feed.Freshness;
import io.github.refundworker.ops.console.proposals.Proposal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What every page shows around its content.
 *
 * @param path of the page
 * @param person who reads
 * @param roles of this person
 * @param local whether everybody with the key of this machine has every role
 * @param subject as which the OpenID provider knows this person
 * @param said what the person just did, or absent
 * @param csrfName the name of the form field that shows that a form is ours
 */
public record Frame(
        String path,
        String person,
        String subject,
        List<String> roles,
        boolean local,
        Freshness freshness,
        @Nullable Said said,
        String csrfName,
        String csrf) {

    /** Whether the page belongs to this entry of the navigation. */
    public boolean isIn(String entry) {
        return path.startsWith(entry) || entry.equals("/refunds") && (path.equals("/refund") || path.equals("/charge"));
    }

    public boolean isOperator() {
        return roles.contains("operator");
    }

    public boolean isApprover() {
        return roles.contains("approver");
    }

    /** Whether the person may approve it: another person proposed it. */
    public boolean mayApprove(Proposal proposal) {
        return isApprover() && !isOf(proposal);
    }

    /** Whether this person proposed it. */
    public boolean isOf(Proposal proposal) {
        return proposal.isOf(person, subject);
    }

    public boolean isAuditor() {
        return roles.contains("auditor");
    }
}
