package io.github.refundworker.ops.console.pages;

import io.github.refundworker.chargelog.TopicNames;
import io.github.refundworker.ops.client.KafkaAccess;
import io.github.refundworker.ops.deadletter.desk.DeadLetterDesk;
import io.github.refundworker.ops.deadletter.desk.Found;
import io.github.refundworker.ops.deadletter.letter.DeadLetterTopic;
import io.github.refundworker.ops.deadletter.letter.LetterId;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;

/** The pages about dead letters. */
@Controller
class LetterPages {

    private static final int PAGE = 50;

    private final LetterQueries letters;
    private final JobQueries jobs;
    private final KafkaAccess access;
    private final TopicNames names;
    private final Reported reported;

    LetterPages(LetterQueries letters, JobQueries jobs, KafkaAccess access, TopicNames names, Reported reported) {
        this.letters = letters;
        this.jobs = jobs;
        this.access = access;
        this.names = names;
        this.reported = reported;
    }

    @GetMapping("/dead-letters")
    String groups(Model model) {
        model.addAttribute("groups", letters.groups());
        model.addAttribute("replays", jobs.replays(names.requestsDeadLetters()));
        model.addAttribute("now", Instant.now());
        return "dead-letters";
    }

    /** Letters of the cause of this letter, from this letter on. */
    @GetMapping("/dead-letters/cause")
    String cause(
            @RequestParam String topic,
            @RequestParam String of,
            @RequestParam(required = false) @Nullable String after,
            Model model) {
        Letter one = find(topic, of);
        List<Letter> found = letters.of(topic, one.cause(), after == null ? null : find(topic, after), PAGE + 1);
        model.addAttribute("one", one);
        model.addAttribute("letters", found.subList(0, Math.min(PAGE, found.size())));
        model.addAttribute("more", found.size() > PAGE);
        return "dead-letter-cause";
    }

    @GetMapping("/dead-letters/letter")
    String letter(@RequestParam String topic, @RequestParam String id, Model model) {
        model.addAttribute("letter", find(topic, id));
        model.addAttribute("key", null);
        model.addAttribute("value", null);
        return "dead-letter";
    }

    /** The letter as it is on the topic. The database does not have it. */
    @PostMapping("/dead-letters/letter/unmasked")
    String unmasked(
            @RequestParam String topic,
            @RequestParam String id,
            @RequestParam String why,
            Principal principal,
            Model model) {
        Letter letter = find(topic, id);
        if (why.isBlank()) {
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST, "Say why you need to see it unmasked.");
        }
        Found found = reported.during(
                principal.getName(), "console.unmask", topic + "/" + id, why, Map.of(), () -> read(topic, letter));
        model.addAttribute("letter", letter);
        model.addAttribute("key", text(found.letter().key()));
        model.addAttribute("value", text(found.letter().value()));
        return "dead-letter";
    }

    private Found read(String topic, Letter letter) {
        Found found = new DeadLetterDesk(access, new DeadLetterTopic(topic))
                .find(new LetterId(letter.partition(), letter.offset()));
        if (found == null) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND, "The topic no longer has this letter.");
        }
        return found;
    }

    private Letter find(String topic, String id) {
        if (!List.of(names.requestsDeadLetters(), names.inputsDeadLetters()).contains(topic)) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND, "No such dead-letter topic.");
        }
        try {
            LetterId letter = LetterId.parse(id);
            return letters.find(topic, letter.partition(), letter.offset())
                    .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND, "No such dead letter."));
        } catch (IllegalArgumentException e) {
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST, e.getMessage(), e);
        }
    }

    private static String text(byte @Nullable [] bytes) {
        if (bytes == null) {
            return "(none)";
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            return "hexadecimal: " + HexFormat.of().formatHex(bytes);
        }
    }
}
