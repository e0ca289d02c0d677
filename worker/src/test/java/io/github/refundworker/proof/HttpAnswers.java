package io.github.refundworker.proof;

import io.github.refundworker.domain.ChargeId;
import io.github.refundworker.domain.Disputes;
import io.github.refundworker.domain.Money;
import io.github.refundworker.domain.ProviderRefund;
import io.github.refundworker.domain.RefundId;
import io.github.refundworker.domain.StatusInfo;
import io.github.refundworker.provider.ProviderResponse;
import io.github.refundworker.provider.http.SimulatedHttp;
import io.github.refundworker.provider.http.SimulatedHttp.Answer;
import io.github.refundworker.provider.http.SimulatedHttp.Request;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URLDecoder;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The provider's side of the HTTP contract: what it reads, and what it answers. */
final class HttpAnswers {
    /** Few, so that a description takes several pages. */
    private static final int PAGE = 1;

    private static final JsonMapper JSON = new JsonMapper();

    private HttpAnswers() {}

    /** A refund as it was asked for. */
    record Posted(String key, ChargeId chargeId, RefundId reference, Money amount) {}

    static boolean isSettle(Request request) {
        return request.method().equals("POST");
    }

    static Posted posted(Request request) {
        JsonNode body = JSON.readTree(request.body());
        return new Posted(
                Objects.requireNonNull(request.key(), "a refund is asked for without a key"),
                new ChargeId(body.get("chargeId").stringValue()),
                RefundId.parse(body.get("reference").stringValue()),
                Money.of(
                        body.get("amount").stringValue(),
                        body.get("currencyCode").stringValue()));
    }

    static Answer read(Request request, ChargeId chargeId, Books books) {
        String[] path = request.uri().getRawPath().split("/", -1);
        String asked = URLDecoder.decode(path[2], StandardCharsets.UTF_8);
        if (path[1].equals("charges")) {
            return described(chargeId, books, request.uri().getQuery());
        }
        return books.entries().stream()
                .map(Books.Entry::refund)
                .filter(refund -> refund.id().equals(asked)
                        || Objects.toString(refund.reference(), "").equals(asked))
                .findFirst()
                .map(refund -> json(200, refund(chargeId, refund)))
                .orElseGet(() -> problem(404, "REFUND_NOT_FOUND", "no such refund"));
    }

    private static Answer described(ChargeId chargeId, Books books, @Nullable String query) {
        int from = query == null ? 0 : Integer.parseInt(query.substring("cursor=".length()));
        List<Books.Entry> entries = books.entries();
        int to = Math.min(entries.size(), from + PAGE);
        String refunds = entries.subList(from, to).stream()
                .map(entry -> refund(chargeId, entry.refund()))
                .collect(Collectors.joining(","));
        return json(
                200,
                "{\"chargeId\":\"" + chargeId + "\",\"capturedAmount\":\""
                        + books.captured().amount().toPlainString() + "\",\"currencyCode\":\""
                        + books.captured().currency() + "\"" + disputes(books.disputes()) + ",\"refunds\":[" + refunds
                        + "]"
                        + (to < entries.size() ? ",\"nextCursor\":\"" + to + "\"" : "") + "}");
    }

    private static String disputes(Disputes disputes) {
        return ",\"disputed\":" + disputes.open()
                + (disputes.chargedBack().signum() == 0
                        ? ""
                        : ",\"chargedBackAmount\":\"" + disputes.chargedBack().toPlainString() + "\"");
    }

    static Answer of(ChargeId chargeId, ProviderResponse response) {
        return switch (response) {
            case ProviderResponse.Found(ProviderRefund refund) -> json(201, refund(chargeId, refund));
            case ProviderResponse.Refused(StatusInfo why, boolean stored) ->
                problem(stored ? 422 : 400, why.code(), why.description());
            case ProviderResponse.Unclear(String why) -> page(500, why);
            case ProviderResponse.NotFound _, ProviderResponse.Described _, ProviderResponse.NotSent _ ->
                throw new IllegalArgumentException("no answer to a refund: " + response);
        };
    }

    private static String refund(ChargeId chargeId, ProviderRefund refund) {
        StatusInfo error = refund.error();
        return "{\"id\":\"" + refund.id() + "\",\"chargeId\":\"" + chargeId + "\",\"amount\":\""
                + refund.amount().amount().toPlainString() + "\",\"currencyCode\":\""
                + refund.amount().currency() + "\",\"status\":\"" + refund.status() + "\""
                + (refund.reference() == null ? "" : ",\"reference\":\"" + refund.reference() + "\"")
                + (error == null
                        ? ""
                        : ",\"error\":{\"code\":\"" + error.code() + "\",\"description\":\"" + error.description()
                                + "\"}")
                + "}";
    }

    static Answer tooManyCalls(int retryAfter) {
        return new Answer(429, Map.of("Retry-After", Integer.toString(retryAfter)), new byte[0]);
    }

    static Answer problem(int status, String code, String detail) {
        return json(status, "{\"code\":\"" + code + "\",\"detail\":\"" + detail + "\"}");
    }

    static Answer page(int status, String text) {
        return new Answer(status, Map.of("Content-Type", "text/html"), text.getBytes(StandardCharsets.UTF_8));
    }

    static Answer garbled(Answer answer) {
        return new Answer(answer.status(), answer.headers(), Arrays.copyOf(answer.body(), answer.body().length / 2));
    }

    private static Answer json(int status, String json) {
        return new Answer(status, Map.of("Content-Type", "application/json"), json.getBytes(StandardCharsets.UTF_8));
    }

    /** The ways in which a connection is never made. */
    static SimulatedHttp.Server unreachable(Fate fate) {
        IOException why = switch (fate.pick(4)) {
            case 0 -> new ConnectException("refused");
            case 1 -> new UnknownHostException("provider.test");
            case 2 -> new HttpConnectTimeoutException("no connection");
            default -> new SSLHandshakeException("unknown authority");
        };
        return _ -> {
            throw why;
        };
    }
}
