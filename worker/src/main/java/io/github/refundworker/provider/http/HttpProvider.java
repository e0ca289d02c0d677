package io.github.refundworker.provider.http;

import io.github.refundworker.domain.Capabilities;
import io.github.refundworker.domain.ChargeId;
import io.github.refundworker.domain.Command;
import io.github.refundworker.domain.Description;
import io.github.refundworker.domain.Disputes;
import io.github.refundworker.domain.Money;
import io.github.refundworker.domain.ProviderRefund;
import io.github.refundworker.domain.RefundId;
import io.github.refundworker.provider.CurrencyDigits;
import io.github.refundworker.provider.HttpAnswer;
import io.github.refundworker.provider.HttpCalls;
import io.github.refundworker.provider.HttpCalls.Called;
import io.github.refundworker.provider.ProviderClient;
import io.github.refundworker.provider.ProviderResponse;
import io.github.refundworker.provider.UnusableAnswerException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Any payment system that implements the HTTP provider contract: {@code POST /refunds}, {@code GET
 * /refunds/{referenceOrId}}, {@code GET /charges/{chargeId}}.
 */
public final class HttpProvider implements ProviderClient {
    /** Far more pages than a charge can have. A provider with more pages gets no trust. */
    private static final int MAX_PAGES = 100;

    private final HttpCalls calls;
    private final HttpSettings settings;
    private final Capabilities capabilities;
    private final String base;

    public HttpProvider(HttpSettings settings) {
        this(settings, new HttpCalls(settings.connectTimeout()));
    }

    HttpProvider(HttpSettings settings, HttpCalls calls) {
        this.settings = settings;
        this.calls = calls;
        capabilities = new Capabilities(
                settings.keyWindow(), settings.storesRefusals(), true, true, false, true, CurrencyDigits.ISO_4217);
        base = settings.url().toString().replaceAll("/+$", "");
    }

    @Override
    public Capabilities capabilities() {
        return capabilities;
    }

    @Override
    public ProviderResponse.OfSettle settle(Command.Settle command, Duration timeout) {
        HttpRequest request = request("/refunds")
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", command.refundId().toString())
                .POST(BodyPublishers.ofByteArray(RefundBody.of(command)))
                .build();
        return switch (calls.call(request, timeout)) {
            case Called.Answered(HttpAnswer answer) -> OutcomeClassifier.ofSettle(command, answer);
            case Called.Failed(ProviderResponse.NoResult response) -> response;
        };
    }

    @Override
    public ProviderResponse.OfLookUp lookUp(
            ChargeId chargeId, RefundId reference, @Nullable String providerRefundId, Duration timeout) {
        String asked = providerRefundId != null ? providerRefundId : reference.toString();
        HttpRequest request = request("/refunds/" + encoded(asked)).GET().build();
        return switch (calls.call(request, timeout)) {
            case Called.Answered(HttpAnswer answer) ->
                OutcomeClassifier.ofLookUp(chargeId, reference, providerRefundId, answer);
            case Called.Failed(ProviderResponse.NoResult response) -> response;
        };
    }

    @Override
    public ProviderResponse.OfDescribe describe(ChargeId chargeId, Duration timeout) {
        long end = System.nanoTime() + timeout.toNanos();
        List<ProviderRefund> refunds = new ArrayList<>();
        Set<String> cursors = new HashSet<>();
        Money captured = null;
        Disputes disputes = Disputes.NONE;
        String query = "";
        for (int pages = 0; pages < MAX_PAGES; pages++) {
            HttpRequest request = request("/charges/" + encoded(chargeId.value()) + query)
                    .GET()
                    .build();
            Called called = calls.call(request, Duration.ofNanos(Math.max(1, end - System.nanoTime())));
            if (called instanceof Called.Failed(ProviderResponse.NoResult response)) {
                return response;
            }
            HttpAnswer answer = ((Called.Answered) called).answer();
            if (answer.status() != 200) {
                return OutcomeClassifier.ofDescribe(answer);
            }
            AnswerReader.Page page;
            try {
                page = AnswerReader.page(answer.body(), chargeId);
            } catch (UnusableAnswerException e) {
                return new ProviderResponse.Unclear("HTTP 200 with an unusable answer: " + e.getMessage());
            }
            captured = captured == null ? page.captured() : captured;
            disputes = page.disputes();
            refunds.addAll(page.refunds());
            if (page.nextCursor() == null) {
                return new ProviderResponse.Described(new Description.Found(captured, refunds, null, disputes));
            }
            if (!cursors.add(page.nextCursor())) {
                return new ProviderResponse.Unclear("a page leads back to an earlier one");
            }
            query = "?cursor=" + encoded(page.nextCursor());
        }
        return new ProviderResponse.Unclear("more than " + MAX_PAGES + " pages");
    }

    @Override
    public void close() {
        calls.close();
    }

    private HttpRequest.Builder request(String pathAndQuery) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + pathAndQuery))
                .header("Accept", "application/json, application/problem+json");
        HttpSettings.Credentials credentials = settings.credentials();
        return credentials == null ? request : request.header(credentials.header(), credentials.value());
    }

    private static String encoded(String part) {
        return URLEncoder.encode(part, StandardCharsets.UTF_8);
    }
}
