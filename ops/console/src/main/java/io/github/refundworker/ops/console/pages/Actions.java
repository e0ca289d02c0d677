package io.github.refundworker.ops.console.pages;

import io.github.refundworker.ops.console.act.Said;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** After an action, the browser gets a page, so that a reload does not act again. */
final class Actions {

    /** What the next page says. */
    static final String SAID = "said";

    private Actions() {}

    static String then(String path, Said said, RedirectAttributes next) {
        next.addFlashAttribute(SAID, said);
        return "redirect:" + path;
    }
}
