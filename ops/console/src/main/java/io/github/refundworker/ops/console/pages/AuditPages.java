package io.github.refundworker.ops.console.pages;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The page of the audit log. */
@Controller
class AuditPages {

    private static final int PAGE = 50;

    private final AuditQueries audit;

    AuditPages(AuditQueries audit) {
        this.audit = audit;
    }

    @GetMapping("/audit")
    String audit(
            @RequestParam Map<String, String> filter,
            @RequestParam(required = false) @Nullable Long before,
            Model model) {
        List<AuditQueries.Action> found = audit.actions(filter, before, PAGE + 1);
        model.addAttribute("filter", filter);
        model.addAttribute("actions", found.subList(0, Math.min(PAGE, found.size())));
        model.addAttribute("more", found.size() > PAGE);
        return "audit";
    }
}
