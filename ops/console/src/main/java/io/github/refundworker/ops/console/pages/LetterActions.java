package io.github.refundworker.ops.console.pages;

import io.github.refundworker.chargelog.TopicNames;
import io.github.refundworker.ops.console.act.LetterDesk;
import io.github.refundworker.ops.console.act.Proposals;
import io.github.refundworker.ops.console.login.People;
import io.github.refundworker.ops.deadletter.letter.LetterId;
import java.time.Instant;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** From a cause of dead letters to their replay. */
@Controller
class LetterActions {

    private static final String PAGE = "/dead-letters";

    private final LetterDesk desk;
    private final LetterQueries letters;
    private final JobQueries jobs;
    private final Proposals proposals;
    private final People people;
    private final TopicNames names;

    LetterActions(
            LetterDesk desk,
            LetterQueries letters,
            JobQueries jobs,
            Proposals proposals,
            People people,
            TopicNames names) {
        this.desk = desk;
        this.letters = letters;
        this.jobs = jobs;
        this.proposals = proposals;
        this.people = people;
        this.names = names;
    }

    /** What a replay of this letter's cause would do. Nothing is written. */
    @GetMapping("/dead-letters/plan")
    String plan(
            @RequestParam String topic,
            @RequestParam String of,
            @RequestParam(defaultValue = "50") int rate,
            @RequestParam(defaultValue = "false") boolean rekey,
            Model model) {
        Letter one = find(topic, of);
        LetterDesk.Options options = new LetterDesk.Options(rate, rekey);
        model.addAttribute("one", one);
        model.addAttribute("options", options);
        model.addAttribute("draft", desk.draft(topic, open(one), selection(one), options));
        return "dead-letter-plan";
    }

    @PostMapping("/dead-letters/propose")
    String propose(
            @RequestParam String topic,
            @RequestParam String of,
            @RequestParam int rate,
            @RequestParam(defaultValue = "false") boolean rekey,
            @RequestParam String letters,
            @RequestParam String why,
            Authentication login,
            RedirectAttributes next) {
        Letter one = find(topic, of);
        return Actions.then(
                PAGE,
                desk.propose(
                        people.of(login),
                        topic,
                        open(one),
                        selection(one),
                        new LetterDesk.Options(rate, rekey),
                        letters,
                        why),
                next);
    }

    @PostMapping("/dead-letters/approve")
    String approve(
            @RequestParam String proposal, @RequestParam String digest, Authentication login, RedirectAttributes next) {
        return Actions.then(PAGE, desk.approve(people.of(login), proposal, digest), next);
    }

    @PostMapping("/dead-letters/close")
    String close(
            @RequestParam String proposal, @RequestParam String why, Authentication login, RedirectAttributes next) {
        return Actions.then(PAGE, proposals.close(people.of(login), proposal, why), next);
    }

    @PostMapping("/dead-letters/cancel")
    String cancel(
            @RequestParam String topic,
            @RequestParam String job,
            @RequestParam String why,
            Authentication login,
            RedirectAttributes next) {
        return Actions.then(PAGE, desk.cancel(people.of(login), topic, job, why), next);
    }

    /** The replays alone, which the page asks for while one goes on. */
    @GetMapping("/dead-letters/replays")
    String replays(Model model) {
        model.addAttribute("replays", jobs.replays(names.requestsDeadLetters()));
        model.addAttribute("now", Instant.now());
        return "dead-letter-replays";
    }

    private List<LetterId> open(Letter one) {
        return letters.openOf(one.topic(), one.cause(), LetterDesk.MOST);
    }

    private static String selection(Letter one) {
        return "open letters of " + one.cause().title() + ", died on "
                + one.cause().diedOn();
    }

    private Letter find(String topic, String id) {
        try {
            LetterId letter = LetterId.parse(id);
            return letters.find(topic, letter.partition(), letter.offset())
                    .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND, "No such dead letter."));
        } catch (IllegalArgumentException e) {
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST, e.getMessage(), e);
        }
    }
}
