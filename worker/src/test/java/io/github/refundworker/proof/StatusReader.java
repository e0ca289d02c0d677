package io.github.refundworker.proof;

import io.github.refundworker.contracts.ChargeBalance;
import io.github.refundworker.contracts.EventHeaders;
import io.github.refundworker.contracts.EventTypes;
import io.github.refundworker.contracts.Refund;
import io.github.refundworker.contracts.RefundCreated;
import io.github.refundworker.contracts.RefundEvent;
import io.github.refundworker.contracts.RefundRejected;
import io.github.refundworker.contracts.RefundRepeated;
import io.github.refundworker.contracts.RefundStatus;
import io.github.refundworker.contracts.RefundUpdated;
import io.github.refundworker.decide.Encodings;
import io.github.refundworker.domain.ChargeId;
import io.github.refundworker.domain.RequestId;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** An order system that reads the public topics, with the contract's records, and believes nothing. */
final class StatusReader {
    private static final JsonMapper JSON = new JsonMapper();

    private final Map<String, Refund> latest = new HashMap<>();
    private final Map<String, ChargeBalance> balances = new HashMap<>();
    private final Map<String, Set<String>> answered = new HashMap<>();
    private final Set<String> ids = new HashSet<>();

    @Nullable
    String status(Encodings.Written record) {
        String type = record.headers().getOrDefault(EventHeaders.TYPE, "");
        RefundEvent event =
                JSON.readValue(record.value(), EventTypes.recordOf(type).orElseThrow());
        if (event.requestId() != null) {
            answered.computeIfAbsent(event.chargeId(), _ -> new HashSet<>()).add(event.requestId());
        }
        return switch (event) {
            case RefundCreated created -> follows(record, created.refund(), 1);
            case RefundUpdated updated -> {
                Refund before = latest.get(updated.refund().id());
                yield before == null
                        ? "a refund is updated that was never created"
                        : follows(record, updated.refund(), before.revision() + 1);
            }
            case RefundRejected _ -> null;
            case RefundRepeated repeated ->
                repeated.refund() == null
                                || repeated.refund()
                                        .equals(latest.get(repeated.refund().id()))
                        ? null
                        : "a repeated answer is not the latest one";
        };
    }

    private @Nullable String follows(Encodings.Written record, Refund refund, long revision) {
        latest.put(refund.id(), refund);
        if (!ids.add(record.headers().getOrDefault(EventHeaders.ID, ""))) {
            return "two events have one id";
        }
        return refund.revision() == revision
                ? null
                : "revision " + refund.revision() + " comes where " + revision + " is due";
    }

    @Nullable
    String balance(Encodings.Written record) {
        ChargeBalance balance = JSON.readValue(record.value(), ChargeBalance.class);
        ChargeBalance before = balances.put(balance.chargeId(), balance);
        return before == null || balance.revision() > before.revision() ? null : "a balance goes back";
    }

    /** Every request has an answer, and the balance is what the events add up to. */
    @Nullable
    String atRest(ChargeId chargeId, Set<RequestId> requests) {
        Set<String> known = answered.getOrDefault(chargeId.value(), Set.of());
        for (RequestId request : requests) {
            if (!known.contains(request.value())) {
                return "request " + request + " of " + chargeId + " has no answer";
            }
        }
        ChargeBalance balance = balances.get(chargeId.value());
        if (balance == null) {
            return null;
        }
        return isSum(balance.refundedAmount(), balance, RefundStatus.SUCCEEDED)
                        && isSum(balance.pendingAmount(), balance, RefundStatus.PENDING)
                ? null
                : "the balance of " + chargeId + " is not the sum of its events";
    }

    private boolean isSum(String amount, ChargeBalance of, RefundStatus status) {
        return latest.values().stream()
                        .filter(refund -> refund.chargeId().equals(of.chargeId()) && refund.status() == status)
                        .filter(refund -> refund.currencyCode().equals(of.currencyCode()))
                        .map(refund -> new BigDecimal(refund.amount()))
                        .reduce(BigDecimal.ZERO, BigDecimal::add)
                        .compareTo(new BigDecimal(amount))
                == 0;
    }
}
