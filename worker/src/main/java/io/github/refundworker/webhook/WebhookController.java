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
 * The endpoint for providers' webhooks. Anybody can post here. So the controller limits the bytes first, then checks
 * their signature, and only then reads them. It acknowledges a webhook only after the brokers have it.
 */
@RestController
public final class WebhookController {
    private static final Logger log = LoggerFactory.getLogger(WebhookController.class);

    /** Several times the longest event that a provider is known to send. */
    static final int MAX_BYTES = 128 * 1024;

    /** Limit for all bodies that are being received. Each is in memory before its signature can be checked. */
    static final int MAX_BYTES_OF_ALL = 8 * 1024 * 1024;

    /** Limit for one address. A proxy passes many senders on under its own address; honest bodies take milliseconds. */
    static final int MAX_BODIES_OF_ADDRESS = 32;

    private static final int RECENT_EVENTS = 10_000;

    /** A signature may be up to 300 s old or ahead, so a valid repeat comes within this time. */
    private static final Duration REMEMBERED = Duration.ofSeconds(600);

    private final Map<AccountName, WebhookReader> readers;
    private final Supplier<@Nullable NoticeWriter> writer;
    private final Clock clock;
    private final MeterRegistry registry;
    private final RecentEvents recent = new RecentEvents(RECENT_EVENTS, REMEMBERED);
    private final UnsignedBodies bodies = new UnsignedBodies(MAX_BYTES, MAX_BYTES_OF_ALL, MAX_BODIES_OF_ADDRESS);

    private enum Result {
        ACCEPTED,
        REPEATED,
        UNRELATED,
        UNREADABLE,
        FORGED,
        TOO_LARGE,
        NO_ROOM,
        NOT_WRITTEN
    }

    /**
     * @param readers of the accounts that take webhooks
     * @param writer absent before the start and after the stop
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
        // Registered from the start, so that an alert on them has data to compare with.
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
        Instant now;
        WebhookReading reading;
        try (UnsignedBodies.Body body = bodies.read(request)) {
            if (name == null || reader == null) {
                log.debug("a webhook is for no account that takes webhooks");
                throw notSigned();
            }
            now = clock.instant();
            reading = reader.read(request::getHeader, body.content(), now);
        } catch (UnsignedBodies.TooLargeException _) {
            count(name, Result.TOO_LARGE);
            throw HttpProblem.of(
                    HttpStatus.CONTENT_TOO_LARGE, "TOO_LARGE", "A webhook may have " + MAX_BYTES + " bytes");
        } catch (UnsignedBodies.NoRoomException _) {
            count(name, Result.NO_ROOM);
            throw HttpProblem.unavailable("TOO_MANY_NOTICES", "Too many webhooks are being received; send it again");
        }
        switch (reading) {
            case WebhookReading.Notified notified -> take(name, notified, now);
            case WebhookReading.Unrelated _ -> count(name, Result.UNRELATED);
            case WebhookReading.Unreadable(String why) -> {
                count(name, Result.UNREADABLE);
                log.atWarn()
                        .addKeyValue("provider", name)
                        .addKeyValue("why", why)
                        .log("a signed webhook cannot be read");
                throw HttpProblem.of(HttpStatus.BAD_REQUEST, "UNREADABLE", why);
            }
            case WebhookReading.Forged(String why) -> {
                count(name, Result.FORGED);
                log.atDebug()
                        .addKeyValue("provider", name)
                        .addKeyValue("why", why)
                        .log("a webhook is not signed by the provider");
                throw notSigned();
            }
        }
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
                    new Input.ProviderNotified(
                            now,
                            notified.refundId(),
                            notified.providerRefundId(),
                            notified.told(),
                            notified.happened()));
        } catch (NoticeWriter.NotWrittenException e) {
            count(account, Result.NOT_WRITTEN);
            log.atWarn()
                    .addKeyValue("provider", account)
                    .addKeyValue("why", e.getMessage())
                    .setCause(e.getCause())
                    .log("a webhook was not written");
            throw HttpProblem.unavailable("NOT_WRITTEN", "The webhook could not be written; send it again");
        }
        recent.add(account, notified.eventId(), now);
        count(account, Result.ACCEPTED);
    }

    /** Strangers must not find out the accounts' names, so an unknown name looks the same as a wrong signature. */
    private static HttpProblem notSigned() {
        HttpProblem problem = HttpProblem.of(
                HttpStatus.UNAUTHORIZED, "NOT_SIGNED", "No account of this name has a key that signed these bytes now");
        problem.getHeaders().set(HttpHeaders.WWW_AUTHENTICATE, "Signature");
        return problem;
    }

    /** @param account absent if there is none of the name */
    private void count(@Nullable AccountName account, Result result) {
        if (account != null && readers.containsKey(account)) {
            counter(account, result).increment();
        }
    }

    private Counter counter(AccountName account, Result result) {
        return Metric.WEBHOOKS.counter(registry, account.value(), result.name().toLowerCase(Locale.ROOT));
    }
}
