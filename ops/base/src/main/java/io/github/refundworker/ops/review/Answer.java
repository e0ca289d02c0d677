package io.github.refundworker.ops.review;

import static java.util.stream.Collectors.joining;

import io.github.refundworker.domain.Description;
import io.github.refundworker.domain.Disputes;
import io.github.refundworker.domain.Money;
import io.github.refundworker.domain.Outcome;
import io.github.refundworker.domain.ProviderRefund;
import io.github.refundworker.domain.StatusInfo;
import java.util.List;

/**
 * The answer of a provider.
 *
 * @param text in words
 */
public record Answer(Kind kind, String text) {

    public enum Kind {
        /** It knows, and said so. */
        CLEAR,
        /** It knows nothing of it. */
        NOTHING,
        /** It could not be asked, or did not answer. */
        UNCLEAR
    }

    static Answer of(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Completed(ProviderRefund refund) -> clear("paid: " + told(refund));
            case Outcome.Pending(ProviderRefund refund) -> clear("pending: " + told(refund));
            case Outcome.Reversed(ProviderRefund refund) -> clear("taken back: " + told(refund));
            case Outcome.Declined(StatusInfo why, var _, var _) ->
                clear("refused: " + why.code() + ", " + why.description());
            case Outcome.NotFound() -> new Answer(Kind.NOTHING, "not found");
            case Outcome.NotSent(String why) -> unclear("could not be asked: " + why);
            case Outcome.Unknown(String why) -> unclear("no clear answer: " + why);
            case Outcome.Expired() -> unclear("it was too late to ask");
        };
    }

    static Answer of(Description description) {
        return switch (description) {
            case Description.Found(Money captured, List<ProviderRefund> refunds, var _, Disputes disputes) ->
                clear(captured + " captured, " + told(disputes) + told(refunds));
            case Description.Listed(List<ProviderRefund> refunds) -> clear(told(refunds));
            case Description.Missing() -> new Answer(Kind.NOTHING, "not found");
            case Description.Unavailable(String why) -> unclear("could not be asked: " + why);
            case Description.TooLate() -> unclear("was not asked in time, and is asked again");
        };
    }

    private static String told(Disputes disputes) {
        String chargedBack = disputes.chargedBack().signum() == 0
                ? ""
                : disputes.chargedBack().toPlainString() + " charged back, ";
        return (disputes.open() ? "a dispute is open, " : "") + chargedBack;
    }

    private static Answer clear(String text) {
        return new Answer(Kind.CLEAR, text);
    }

    private static Answer unclear(String text) {
        return new Answer(Kind.UNCLEAR, text);
    }

    private static String told(List<ProviderRefund> refunds) {
        return refunds.isEmpty()
                ? "no refunds"
                : refunds.size() + " refunds: "
                        + refunds.stream()
                                .map(refund -> told(refund) + " " + refund.status())
                                .collect(joining("; "));
    }

    private static String told(ProviderRefund refund) {
        return refund.id() + " of " + refund.amount();
    }
}
