package io.github.refundworker.provider.stripe;

import com.stripe.exception.ApiConnectionException;
import com.stripe.exception.StripeException;
import com.stripe.net.HttpClient;
import com.stripe.net.HttpContent;
import com.stripe.net.HttpHeaders;
import com.stripe.net.StripeRequest;
import com.stripe.net.StripeResponse;
import io.github.refundworker.provider.HttpAnswer;
import io.github.refundworker.provider.HttpCalls;
import io.github.refundworker.provider.HttpCalls.Called;
import io.github.refundworker.provider.ProviderResponse.NoResult;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Runs Stripe's library over our own HTTP calls: one attempt, no redirect, one time limit to the last byte. The
 * library's own transport follows redirects, repeats a POST by itself when a kept connection is dead, and does not
 * tell a connection that was never made from one that broke.
 */
final class StripeTransport extends HttpClient {
    /** A header with the durations of other calls, which we do not disclose. */
    private static final Set<String> NOT_SENT = Set.of("x-stripe-client-telemetry");

    private static final int FORBIDDEN = 403;
    private static final HttpHeaders NONE = HttpHeaders.of(Map.of());

    private final HttpCalls calls;

    StripeTransport(HttpCalls calls) {
        this.calls = calls;
    }

    /** There was no answer, or the provider answered before it looked at the request. */
    static final class NotAnsweredException extends ApiConnectionException {
        private final transient NoResult response;
        private final boolean forbidden;

        NotAnsweredException(NoResult response, boolean forbidden) {
            super("no answer: " + response);
            this.response = response;
            this.forbidden = forbidden;
        }

        /** Whether Stripe knows the key, and the key may not make this call. */
        boolean isForbidden() {
            return forbidden;
        }

        NoResult response() {
            return response;
        }
    }

    @Override
    public StripeResponse request(StripeRequest request) throws StripeException {
        Duration timeout = Duration.ofMillis(request.options().getReadTimeout());
        switch (calls.call(translated(request), timeout)) {
            case Called.Failed(NoResult response) -> throw new NotAnsweredException(response, false);
            case Called.Answered(HttpAnswer answer) -> {
                NoResult untouched = answer.untouched();
                if (untouched != null) {
                    throw new NotAnsweredException(untouched, answer.status() == FORBIDDEN);
                }
                return new StripeResponse(answer.status(), NONE, new String(answer.body(), StandardCharsets.UTF_8));
            }
        }
    }

    private static HttpRequest translated(StripeRequest request) {
        HttpRequest.Builder translated =
                HttpRequest.newBuilder(URI.create(request.url().toString()));
        request.headers().map().forEach((name, values) -> {
            if (!NOT_SENT.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> translated.header(name, value));
            }
        });
        HttpContent content = request.content();
        if (content == null) {
            return translated.GET().build();
        }
        return translated
                .header("Content-Type", content.contentType())
                .POST(BodyPublishers.ofByteArray(content.byteArrayContent()))
                .build();
    }
}
