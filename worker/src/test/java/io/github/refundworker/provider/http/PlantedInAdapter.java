package io.github.refundworker.provider.http;

import static io.github.refundworker.proof.Replacement.in;

import io.github.refundworker.domain.ChargeId;
import io.github.refundworker.domain.Command;
import io.github.refundworker.domain.RefundId;
import io.github.refundworker.domain.StatusInfo;
import io.github.refundworker.proof.Replacement;
import io.github.refundworker.provider.HttpAnswer;
import io.github.refundworker.provider.HttpCalls;
import io.github.refundworker.provider.HttpCalls.Called;
import io.github.refundworker.provider.ProviderResponse;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Wrong methods to put in the place of those that the HTTP adapter calls. */
public final class PlantedInAdapter {
    private static int attempts;

    private PlantedInAdapter() {}

    public static final Replacement KEY_OF_THE_ATTEMPT = in(HttpProvider.class)
            .within(HttpProvider::settle)
            .replacing(RefundId::toString, PlantedInAdapter::keyOfTheAttempt);

    static String keyOfTheAttempt(RefundId refundId) {
        return refundId + "-" + attempts++;
    }

    public static final Replacement TIMEOUT_IS_REFUSAL = in(HttpProvider.class)
            .within(HttpProvider::settle)
            .replacing(HttpCalls::call, PlantedInAdapter::timeoutIsRefusal);

    static Called timeoutIsRefusal(HttpCalls calls, HttpRequest request, Duration timeout) {
        Called called = calls.call(request, timeout);
        return called instanceof Called.Failed(ProviderResponse.Unclear _)
                ? new Called.Answered(
                        new HttpAnswer(422, null, "{\"code\":\"TIMEOUT\"}".getBytes(StandardCharsets.UTF_8)))
                : called;
    }

    public static final Replacement SERVER_ERROR_IS_REFUSAL =
            in(HttpProvider.class).replacing(OutcomeClassifier::ofSettle, PlantedInAdapter::serverErrorIsRefusal);

    static ProviderResponse.OfSettle serverErrorIsRefusal(Command.Settle command, HttpAnswer answer) {
        return answer.status() >= 500
                ? new ProviderResponse.Refused(new StatusInfo("ERROR", "HTTP " + answer.status()))
                : OutcomeClassifier.ofSettle(command, answer);
    }

    public static final Replacement ANY_MISSING_PAGE_MEANS_NOT_PAID =
            in(HttpProvider.class).replacing(OutcomeClassifier::ofLookUp, PlantedInAdapter::anyMissingPageMeansNotPaid);

    static ProviderResponse.OfLookUp anyMissingPageMeansNotPaid(
            ChargeId chargeId, RefundId reference, @Nullable String providerRefundId, HttpAnswer answer) {
        return answer.status() == 404
                ? new ProviderResponse.NotFound()
                : OutcomeClassifier.ofLookUp(chargeId, reference, providerRefundId, answer);
    }
}
