package io.github.refundworker.ops.console.pages;

import io.github.refundworker.ops.console.act.Said;
import io.github.refundworker.ops.console.feed.Feed;
import io.github.refundworker.ops.console.login.People;
import io.github.refundworker.ops.console.login.Person;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.servlet.support.RequestContextUtils;

/** Gives every page its frame. */
@ControllerAdvice
class FrameAdvice {

    private final Feed feed;
    private final People people;
    private final Commands commands;

    FrameAdvice(Feed feed, People people, Commands commands) {
        this.commands = commands;
        this.feed = feed;
        this.people = people;
    }

    @ModelAttribute
    void frame(HttpServletRequest request, Authentication authentication, CsrfToken csrf, Model model) {
        model.addAttribute("commands", commands);
        Person person = people.of(authentication);
        model.addAttribute(
                "frame",
                new Frame(
                        request.getServletPath(),
                        person.name(),
                        person.subject(),
                        person.roles(),
                        people.isLocal(),
                        feed.freshness(),
                        said(request),
                        csrf.getParameterName(),
                        csrf.getToken()));
    }

    private static @Nullable Said said(HttpServletRequest request) {
        Map<String, ?> flash = RequestContextUtils.getInputFlashMap(request);
        return flash != null && flash.get(Actions.SAID) instanceof Said said ? said : null;
    }
}
