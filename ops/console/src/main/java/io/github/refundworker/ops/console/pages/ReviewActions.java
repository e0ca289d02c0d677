package io.github.refundworker.ops.console.pages;

import io.github.refundworker.ops.console.act.Proposals;
import io.github.refundworker.ops.console.act.ReviewDesk;
import io.github.refundworker.ops.console.login.People;
import io.github.refundworker.ops.console.login.Person;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** What people decide about refunds and charges. */
@Controller
class ReviewActions {

    private final ReviewDesk desk;
    private final Proposals proposals;
    private final People people;

    ReviewActions(ReviewDesk desk, Proposals proposals, People people) {
        this.desk = desk;
        this.proposals = proposals;
        this.people = people;
    }

    @PostMapping("/review/look-up")
    String lookUp(
            @RequestParam String id,
            @RequestParam long revision,
            @RequestParam String why,
            Authentication login,
            RedirectAttributes next) {
        return Actions.then(refund(id), desk.lookUp(people.of(login), id, revision, why), next);
    }

    @PostMapping("/charge/refresh")
    String refresh(@RequestParam String id, @RequestParam String why, Authentication login, RedirectAttributes next) {
        return Actions.then(Show.url("/charge", "id", id), desk.refresh(people.of(login), id, why), next);
    }

    @PostMapping("/review/propose")
    String propose(
            @RequestParam String id,
            @RequestParam long revision,
            @RequestParam String verdict,
            @RequestParam(defaultValue = "") String providerRefundId,
            @RequestParam String why,
            Authentication login,
            RedirectAttributes next) {
        if (!verdict.equals("succeeded") && !verdict.equals("failed")) {
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST, "A verdict is succeeded or failed.");
        }
        Person person = people.of(login);
        return Actions.then(
                refund(id),
                desk.propose(person, id, revision, verdict.equals("succeeded"), providerRefundId, why),
                next);
    }

    @PostMapping("/review/approve")
    String approve(
            @RequestParam String proposal, @RequestParam String digest, Authentication login, RedirectAttributes next) {
        return Actions.then("/review", desk.approve(people.of(login), proposal, digest), next);
    }

    @PostMapping("/review/close")
    String close(
            @RequestParam String proposal, @RequestParam String why, Authentication login, RedirectAttributes next) {
        return Actions.then("/review", proposals.close(people.of(login), proposal, why), next);
    }

    private static String refund(String id) {
        return Show.url("/refund", "id", id);
    }
}
