package io.github.refundworker.ops.console.pages;

import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import io.github.refundworker.ops.console.ConsoleProperties;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** The page Now. With script it follows a stream of itself; without, a person reloads it. */
@Controller
class NowPages {

    /** As long as a session without a request lasts. A stream is no request, so it must not last longer. */
    private static final Duration STREAM = Duration.ofMinutes(15);

    private final NowQueries queries;
    private final TemplateEngine templates;
    private final Duration interval;

    NowPages(NowQueries queries, TemplateEngine templates, ConsoleProperties properties) {
        this.queries = queries;
        this.templates = templates;
        this.interval = properties.liveInterval();
    }

    @GetMapping("/now")
    String now(Model model) {
        model.addAttribute("now", queries.now(Instant.now()));
        return "now";
    }

    @GetMapping(path = "/now/stream", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    SseEmitter stream() {
        SseEmitter emitter = new SseEmitter(STREAM.plusSeconds(10).toMillis());
        Thread.ofVirtual().name("now").start(() -> send(emitter));
        return emitter;
    }

    private void send(SseEmitter emitter) {
        try {
            Instant end = Instant.now().plus(STREAM);
            while (Instant.now().isBefore(end)) {
                emitter.send(SseEmitter.event().name("now").data(page()));
                Thread.sleep(interval);
            }
            emitter.send(SseEmitter.event().name("end").data(""));
            emitter.complete();
        } catch (IOException | IllegalStateException e) {
            emitter.completeWithError(e); // the reader has gone
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String page() {
        StringOutput page = new StringOutput();
        templates.render("now-content.jte", Map.of("now", queries.now(Instant.now())), page);
        return page.toString();
    }
}
