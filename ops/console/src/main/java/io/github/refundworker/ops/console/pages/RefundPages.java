package io.github.refundworker.ops.console.pages;

import io.github.refundworker.ops.console.ConsoleProperties;
import io.github.refundworker.ops.console.act.Proposals;
import io.github.refundworker.ops.console.act.ReviewDesk;
import io.github.refundworker.ops.console.feed.Columns;
import io.github.refundworker.ops.console.proposals.Proposal;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;

/** The pages about refunds and charges. */
@Controller
class RefundPages {

    private static final int PAGE = 50;
    private static final int DEEDS = 20;

    private final RefundQueries refunds;
    private final ChargeQueries charges;
    private final AuditQueries audit;
    private final Proposals proposals;
    private final @Nullable String traceUrl;

    RefundPages(
            RefundQueries refunds,
            ChargeQueries charges,
            AuditQueries audit,
            Proposals proposals,
            ConsoleProperties properties) {
        this.audit = audit;
        this.proposals = proposals;
        this.refunds = refunds;
        this.charges = charges;
        this.traceUrl = properties.traceUrl();
    }

    @GetMapping("/")
    String home() {
        return "redirect:/refunds";
    }

    @GetMapping("/refunds")
    String refunds(@RequestParam Map<String, String> parameters, Model model) {
        RefundFilter filter = RefundFilter.of(parameters);
        Place after = Place.parse(parameters.get("after"));
        model.addAttribute("filter", filter);
        model.addAttribute("page", refunds.page(filter, after, PAGE));
        model.addAttribute("totals", refunds.totals(filter, parameters.containsKey("all")));
        model.addAttribute("later", after != null);
        return "refunds";
    }

    @GetMapping("/refund")
    String refund(@RequestParam String id, Model model) {
        Refund refund = refunds.find(indexed(id)).orElseThrow(() -> missing("refund", id));
        model.addAttribute("refund", refund);
        model.addAttribute("charge", charges.find(refund.chargeId()));
        model.addAttribute("events", charges.events(refund));
        model.addAttribute("now", Instant.now());
        model.addAttribute("proposals", proposals.about(ReviewDesk.target(refund.id())));
        model.addAttribute("deeds", audit.about(ReviewDesk.target(refund.id()), DEEDS));
        model.addAttribute(
                "trace",
                traceUrl == null || refund.traceId() == null ? null : traceUrl.replace("{trace}", refund.traceId()));
        return "refund";
    }

    @GetMapping("/charge")
    String charge(@RequestParam String id, Model model) {
        model.addAttribute("id", id);
        model.addAttribute("charge", charges.find(indexed(id)));
        model.addAttribute("refunds", refunds.ofCharge(indexed(id)));
        model.addAttribute("events", charges.events(indexed(id)));
        model.addAttribute("deeds", audit.about("charge " + id, DEEDS));
        return "charge";
    }

    @GetMapping("/review")
    String review(Model model) {
        model.addAttribute("waiting", refunds.forPeople());
        model.addAttribute(
                "proposals",
                proposals.open(ReviewDesk.PROPOSE).stream().collect(Collectors.groupingBy(Proposal::target)));
        model.addAttribute("now", Instant.now());
        return "review";
    }

    private static String indexed(String id) {
        return String.valueOf(Columns.indexed(id));
    }

    private static ResponseStatusException missing(String what, String id) {
        return new ResponseStatusException(
                HttpStatus.NOT_FOUND, "No " + what + " " + Show.text(id) + " is known here.");
    }
}
