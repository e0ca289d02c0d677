package io.github.refundworker.query;

import static io.github.refundworker.query.QueryParameters.CHARGE_ID;
import static io.github.refundworker.query.QueryParameters.CURSOR;
import static io.github.refundworker.query.QueryParameters.LIMIT;
import static io.github.refundworker.query.QueryParameters.MIN_REVISION;
import static io.github.refundworker.query.QueryParameters.STATUS;

import io.github.refundworker.decide.store.StoredCharges;
import io.github.refundworker.domain.Balance;
import io.github.refundworker.domain.ChargeId;
import io.github.refundworker.domain.ChargeState;
import io.github.refundworker.domain.PartitionHash;
import io.github.refundworker.domain.Refund;
import io.github.refundworker.domain.RefundId;
import io.github.refundworker.domain.RefundStatus;
import io.github.refundworker.web.HttpProblem;
import io.github.refundworker.wire.QueryWriter;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The queries: a charge, a refund, the refunds of a charge. */
@RestController
@RequestMapping(path = "/v1", produces = MediaType.APPLICATION_JSON_VALUE)
public final class QueryController {
    private final StoredCharges charges;
    private final QueryRouter router;
    private final int partitions;

    /** @param partitions of every topic of the worker */
    public QueryController(StoredCharges charges, PeerClient peers, int partitions) {
        this.charges = charges;
        this.router = new QueryRouter(charges, peers);
        this.partitions = partitions;
    }

    @GetMapping("/charges/{chargeId}")
    ResponseEntity<byte[]> charge(@PathVariable String chargeId, HttpServletRequest request) {
        QueryParameters parameters = QueryParameters.parse(request.getQueryString(), MIN_REVISION);
        ChargeId id = QueryParameters.chargeId(chargeId);
        return router.answer(PartitionHash.partition(id, partitions), request, () -> {
            Balance balance = balance(charges.charge(id));
            require(balance == null ? 0 : balance.revision(), parameters.minRevision());
            if (balance == null) {
                throw HttpProblem.of(HttpStatus.NOT_FOUND, "CHARGE_NOT_FOUND", "Nothing is known of the charge");
            }
            return QueryWriter.charge(id, balance);
        });
    }

    @GetMapping("/refunds/{refundId}")
    ResponseEntity<byte[]> refund(@PathVariable String refundId, HttpServletRequest request) {
        QueryParameters parameters = QueryParameters.parse(request.getQueryString(), MIN_REVISION);
        RefundId id = QueryParameters.refundId(refundId);
        return router.answer(PartitionHash.partition(id, partitions), request, () -> {
            StoredCharges.StoredCharge found = charges.chargeOf(id);
            Refund refund = found == null ? null : found.state().refund(id);
            require(refund == null ? 0 : refund.revision(), parameters.minRevision());
            if (found == null || refund == null) {
                throw HttpProblem.of(HttpStatus.NOT_FOUND, "REFUND_NOT_FOUND", "There is no such refund");
            }
            return QueryWriter.refund(found.id(), refund);
        });
    }

    @GetMapping("/refunds")
    ResponseEntity<byte[]> refunds(HttpServletRequest request) {
        QueryParameters parameters =
                QueryParameters.parse(request.getQueryString(), CHARGE_ID, STATUS, CURSOR, LIMIT, MIN_REVISION);
        ChargeId id = parameters.chargeId();
        Set<RefundStatus> statuses = parameters.statuses();
        RefundId cursor = parameters.cursor();
        int limit = parameters.limit();
        return router.answer(PartitionHash.partition(id, partitions), request, () -> {
            ChargeState state = charges.charge(id);
            Balance balance = balance(state);
            require(balance == null ? 0 : balance.revision(), parameters.minRevision());
            List<Refund> rest = behind(cursor, state == null ? List.of() : state.refunds()).stream()
                    .filter(refund -> statuses.contains(refund.state().status()))
                    .limit(limit + 1L)
                    .toList();
            List<Refund> page = rest.subList(0, Math.min(limit, rest.size()));
            String next = rest.size() > limit ? Cursor.behind(page.getLast().id()) : null;
            return QueryWriter.refunds(id, page, balance, next);
        });
    }

    private static @Nullable Balance balance(@Nullable ChargeState state) {
        return state == null ? null : state.balance();
    }

    /** The caller has seen this revision. So an answer with an older one would be wrong, and so would "not found". */
    private static void require(long revision, long minRevision) {
        if (revision < minRevision) {
            throw HttpProblem.unavailable("REVISION_NOT_REACHED", "Revision " + minRevision + " is not known here yet");
        }
    }

    /** Refunds are never removed and keep the order of their creation, so a page begins where the last one ended. */
    private static List<Refund> behind(@Nullable RefundId cursor, List<Refund> refunds) {
        if (cursor == null) {
            return refunds;
        }
        for (int i = 0; i < refunds.size(); i++) {
            if (refunds.get(i).id().equals(cursor)) {
                return refunds.subList(i + 1, refunds.size());
            }
        }
        throw Cursor.unknown();
    }
}
