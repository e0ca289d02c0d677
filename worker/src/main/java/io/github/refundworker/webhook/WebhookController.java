package io.github.refundworker.webhook;

import io.github.refundworker.domain.AccountName;
import io.github.refundworker.domain.Input;
import io.github.refundworker.metrics.Metric;
import io.github.refundworker.provider.WebhookReader;
import io.github.refundworker.provider.WebhookReading;
import io.github.refundworker.web.HttpProblem;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * Where providers post their notices. Anybody can post here: the bytes are bounded, then their signature is checked, and
 * only then is anything read. A sender is told that a notice was taken when the brokers have it, and not before.
 */
@RestController
public final class WebhookController {
    private static final Logger log = LoggerFactory.getLogger(WebhookController.class);

    /** Several times the longest event that a provider is known to send. */
    static final int MAX_BYTES = 128 * 1024;

    private static final int RECENT_EVENTS = 10_000;

    /** A signature may be 300 s old, or as much ahead. */
    private static final Duration REMEMBERED = Duration.ofSeconds(600);

    private final Map<AccountName, WebhookReader> readers;
    private final Supplier<@Nullable NoticeWriter> writer;
    private final Clock clock;
    private final MeterRegistry registry;
    private final RecentEvents recent = new RecentEvents(RECENT_EVENTS, REMEMBERED);

    private enum Result {
        ACCEPTED,
        REPEATED,
        UNRELATED,
        UNREADABLE,
        FORGED,
        TOO_LARGE,
        NOT_WRITTEN
    }

    /**
     * @param readers of the accounts that take notices
     * @param writer absent while nothing can be written yet, or any more
     */
    public WebhookController(
            Map<AccountName, WebhookReader> readers,
            Supplier<@Nullable NoticeWriter> writer,
            Clock clock,
            MeterRegistry registry) {
        this.readers = Map.copyOf(readers);
        this.writer = writer;
        this.clock = clock;
        this.registry = registry;
        // From the start on, so that an alert on them has something to compare with.
        this.readers.keySet().forEach(account -> {
            for (Result result : Result.values()) {
                counter(account, result);
            }
        });
    }

    @PostMapping("/webhooks/{account}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void receive(@PathVariable String account, HttpServletRequest request) throws IOException {
        AccountName name = AccountName.isValid(account) ? new AccountName(account) : null;
        WebhookReader reader = name == null ? null : readers.get(name);
        if (name == null || reader == null) {
            throw HttpProblem.of(HttpStatus.NOT_FOUND, "UNKNOWN_ACCOUNT", "No account of this name takes notices");
        }
        byte[] body = body(name, request);
        Instant now = clock.instant();
        switch (reader.read(request::getHeader, body, now)) {
            case WebhookReading.Notified notified -> take(name, notified, now);
            case WebhookReading.Unrelated _ -> count(name, Result.UNRELATED);
            case WebhookReading.Unreadable(String why) -> {
                count(name, Result.UNREADABLE);
                log.atWarn()
                        .addKeyValue("provider", name)
                        .addKeyValue("why", why)
                        .log("a signed notice cannot be read");
                throw HttpProblem.of(HttpStatus.BAD_REQUEST, "UNREADABLE", why);
            }
            case WebhookReading.Forged(String why) -> {
                count(name, Result.FORGED);
                log.atDebug()
                        .addKeyValue("provider", name)
                        .addKeyValue("why", why)
                        .log("a notice is not signed by the provider");
                throw notSigned(why);
            }
        }
    }

    private byte[] body(AccountName account, HttpServletRequest request) throws IOException {
        byte[] body = request.getContentLengthLong() > MAX_BYTES
                ? null
                : request.getInputStream().readNBytes(MAX_BYTES + 1);
        if (body == null || body.length > MAX_BYTES) {
            count(account, Result.TOO_LARGE);
            throw HttpProblem.of(
                    HttpStatus.CONTENT_TOO_LARGE, "TOO_LARGE", "A notice may have " + MAX_BYTES + " bytes");
        }
        return body;
    }

    private void take(AccountName account, WebhookReading.Notified notified, Instant now) {
        if (recent.contains(account, notified.eventId(), now)) {
            count(account, Result.REPEATED);
            return;
        }
        NoticeWriter ready = writer.get();
        try {
            if (ready == null) {
                throw new NoticeWriter.NotWrittenException("the worker is starting or stopping", null);
            }
            // Its time is when it is appended, which only the broker knows; what stands here is not written.
            ready.write(
                    notified.chargeId(),
                    new Input.ProviderNotified(now, notified.refundId(), notified.providerRefundId()));
        } catch (NoticeWriter.NotWrittenException e) {
            count(account, Result.NOT_WRITTEN);
            log.atWarn()
                    .addKeyValue("provider", account)
                    .addKeyValue("why", e.getMessage())
                    .setCause(e.getCause())
                    .log("a notice was not taken");
            throw HttpProblem.unavailable("NOT_WRITTEN", "The notice could not be written; send it again");
        }
        recent.add(account, notified.eventId(), now);
        count(account, Result.ACCEPTED);
    }

    private static HttpProblem notSigned(String why) {
        HttpProblem problem = HttpProblem.of(HttpStatus.UNAUTHORIZED, "NOT_SIGNED", why);
        problem.getHeaders().set(HttpHeaders.WWW_AUTHENTICATE, "Signature");
        return problem;
    }

    private void count(AccountName account, Result result) {
        counter(account, result).increment();
    }

    private Counter counter(AccountName account, Result result) {
        return Metric.WEBHOOKS.counter(registry, account.value(), result.name().toLowerCase(Locale.ROOT));
    }
}
