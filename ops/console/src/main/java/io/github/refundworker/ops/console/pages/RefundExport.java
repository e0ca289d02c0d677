package io.github.refundworker.ops.console.pages;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.security.Principal;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** What is filtered, as a file. */
@Controller
class RefundExport {

    private static final int BATCH = 5_000;
    private static final List<String> HEAD = List.of(
            "created",
            "changed",
            "status",
            "code",
            "amount",
            "currency",
            "charge",
            "refund",
            "request",
            "provider_refund",
            "origin",
            "revision",
            "description");

    private final RefundQueries refunds;
    private final Reported reported;

    RefundExport(RefundQueries refunds, Reported reported) {
        this.refunds = refunds;
        this.reported = reported;
    }

    @PostMapping("/refunds/export")
    void export(@RequestParam Map<String, String> parameters, Principal principal, HttpServletResponse response) {
        RefundFilter filter = RefundFilter.of(parameters);
        response.setContentType("text/csv;charset=utf-8");
        response.setHeader("Content-Disposition", "attachment; filename=\"refunds.csv\"");
        reported.during(principal.getName(), "console.export", "refunds", null, Map.copyOf(filter.fields()), () -> {
            write(filter, response);
            return true;
        });
    }

    private void write(RefundFilter filter, HttpServletResponse response) {
        try {
            PrintWriter out = response.getWriter();
            out.print(String.join(",", HEAD) + "\r\n");
            String next = null;
            do {
                RefundQueries.Page page = refunds.page(filter, Place.parse(next), BATCH);
                page.refunds().forEach(refund -> out.print(line(refund)));
                next = page.next();
            } while (next != null);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String line(Refund refund) {
        String currency = refund.currency();
        return Stream.of(
                                refund.createdAt().toString(),
                                refund.changedAt().toString(),
                                refund.status(),
                                refund.code(),
                                refund.amount() == null || currency == null
                                        ? null
                                        : Show.plain(refund.amount(), currency),
                                currency,
                                refund.chargeId(),
                                refund.id(),
                                refund.requestId(),
                                refund.providerRefundId(),
                                refund.origin(),
                                Long.toString(refund.revision()),
                                refund.description())
                        .map(RefundExport::cell)
                        .collect(Collectors.joining(","))
                + "\r\n";
    }

    /** A spreadsheet takes a text that begins like a formula for one; an apostrophe before it keeps it a text. */
    static String cell(@Nullable String value) {
        if (value == null || value.isEmpty()) {
            return "";
        }
        String text = "=+-@\t\r".indexOf(value.charAt(0)) >= 0 ? "'" + value : value;
        return "\"" + text.replace("\"", "\"\"") + "\"";
    }
}
