package io.github.refundworker.ops.console.pages;

import io.github.refundworker.ops.console.feed.Freshness;
import java.util.List;

/**
 * What every page shows around its content.
 *
 * @param path of the page
 * @param person who reads
 * @param roles of this person
 * @param local whether everybody with the key of this machine has every role
 * @param csrfName the name of the form field that shows that a form is ours
 */
public record Frame(
        String path,
        String person,
        List<String> roles,
        boolean local,
        Freshness freshness,
        String csrfName,
        String csrf) {

    /** Whether the page belongs to this entry of the navigation. */
    public boolean isIn(String entry) {
        return path.startsWith(entry) || entry.equals("/refunds") && (path.equals("/refund") || path.equals("/charge"));
    }

    public boolean isAuditor() {
        return roles.contains("auditor");
    }
}
