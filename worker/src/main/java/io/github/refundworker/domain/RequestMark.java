package io.github.refundworker.domain;

import io.github.refundworker.domain.RefundRequest.Asked;
import java.math.BigDecimal;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * Digests of a request, stored for as long as its charge. They distinguish a repeated delivery, a repeated request,
 * and another request under the same id. Each has 64 bits of SHA-256.
 *
 * @param id of the request id
 * @param content of amount, currency, provider and previously refunded amount, by their values
 * @param source of the source coordinates
 * @param asAsked whether {@code content} holds the provider as the request names it, and none if it names none;
 *     marks stored before version 3 of a charge's state hold the account that was meant
 */
public record RequestMark(long id, long content, long source, boolean asAsked) {
    static RequestMark of(RequestBody body, Source source) {
        return new RequestMark(
                first(body.requestId().value()), contentOf(body, named(body)), first(source.coordinates()), true);
    }

    static long idOf(RequestId requestId) {
        return first(requestId.value());
    }

    /** @param accounts that a request without a provider may have meant when an old mark was made */
    boolean hasContentOf(RequestBody body, Collection<AccountName> accounts) {
        String named = named(body);
        if (asAsked || !named.isEmpty()) {
            return content == contentOf(body, named);
        }
        return accounts.stream().anyMatch(account -> content == contentOf(body, account.value()));
    }

    private static String named(RequestBody body) {
        return body instanceof RefundRequest request && request.provider() != null
                ? request.provider().value()
                : "";
    }

    private static long contentOf(RequestBody body, String account) {
        return switch (body) {
            case InvalidRequest invalid -> first("invalid", invalid.field(), invalid.problem());
            case RefundRequest request ->
                switch (request.asked()) {
                    case Asked.Whole() -> first("whole", account, number(request.previouslyRefunded()));
                    case Asked.Part(BigDecimal amount, var currency) ->
                        first(
                                "part",
                                number(amount),
                                currency == null ? "" : currency.value(),
                                account,
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
}
