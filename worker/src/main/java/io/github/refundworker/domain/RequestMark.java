package io.github.refundworker.domain;

import io.github.refundworker.domain.RefundRequest.Asked;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of every request for as long as its charge: enough to tell a repeated delivery from a repeated
 * request from another request under the same id. 64 bits each, of SHA-256.
 *
 * @param id of the request id
 * @param content of amount, currency, provider and previously refunded amount, by their values
 * @param source of the coordinates
 */
public record RequestMark(long id, long content, long source) {
    /** @param account the account the request means, its own or the default */
    static RequestMark of(RequestBody body, AccountName account, Source source) {
        return new RequestMark(first(body.requestId().value()), contentOf(body, account), first(source.coordinates()));
    }

    static long idOf(RequestId requestId) {
        return first(requestId.value());
    }

    private static long contentOf(RequestBody body, AccountName account) {
        return switch (body) {
            case InvalidRequest invalid -> first("invalid", invalid.field(), invalid.problem());
            case RefundRequest request ->
                switch (request.asked()) {
                    case Asked.Whole() -> first("whole", account.value(), number(request.previouslyRefunded()));
                    case Asked.Part(BigDecimal amount, var currency) ->
                        first(
                                "part",
                                number(amount),
                                currency == null ? "" : currency.value(),
                                account.value(),
                                number(request.previouslyRefunded()));
                };
        };
    }

    private static String number(@Nullable BigDecimal amount) {
        return amount == null ? "" : amount.stripTrailingZeros().toPlainString();
    }

    private static long first(String... parts) {
        return Digests.of(parts).getLong();
    }

    boolean hasContentOf(RequestMark other) {
        return content == other.content;
    }
}
