package io.github.refundworker.domain;

import io.github.refundworker.domain.ChargeState.OpenCommand;
import io.github.refundworker.domain.Policy.Ages;
import io.github.refundworker.domain.Policy.Limits;
import io.github.refundworker.domain.RefundRequest.Asked;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One charge and what happens to it, told step by step; every step returns what the decider did, a line an effect. */
final class Scenario {
    static final CurrencyCode USD = new CurrencyCode("USD");
    static final AccountName MAIN = new AccountName("main");
    static final ChargeId CHARGE = new ChargeId("ch_1");
    static final Capabilities KEYED = new Capabilities(
            Duration.ofHours(24),
            true,
            true,
            true,
            false,
            true,
            Map.of(USD, 2, new CurrencyCode("EUR"), 2, new CurrencyCode("JPY"), 0));
    static final Capabilities KEYLESS = new Capabilities(Duration.ZERO, false, true, true, false, true, KEYED.digits());
    static final Capabilities CANNOT_DESCRIBE =
            new Capabilities(Duration.ofHours(24), true, false, true, false, true, KEYED.digits());
    /** It compares the refunded sum with the one at acceptance. */
    static final Capabilities COMPARING =
            new Capabilities(Duration.ZERO, false, true, true, true, true, KEYED.digits());
    /** It takes our reference, and does not show it in what it lists before a refund is answered. */
    static final Capabilities UNNAMED = new Capabilities(
            Duration.ofHours(24),
            true,
            Capabilities.Describes.CHARGE,
            true,
            false,
            false,
            true,
            KEYED.digits(),
            RequestForm.ANY);
    /** It remembers keys, and can be asked nothing. */
    static final Capabilities SILENT =
            new Capabilities(Duration.ofHours(24), true, false, false, false, true, KEYED.digits());

    final Policy policy;
    ChargeState state = ChargeState.NONE;
    Instant now = Instant.parse("2026-11-01T12:00:00Z");

    @Nullable
    Decision last;

    private long offset;

    private Scenario(Policy policy) {
        this.policy = policy;
    }

    static Scenario with(Capabilities capabilities) {
        return with(capabilities, Limits.DEFAULT);
    }

    static Scenario with(Capabilities capabilities, Limits limits) {
        return new Scenario(new Policy("test", MAIN, Map.of(MAIN, capabilities), false, limits, Ages.DEFAULT));
    }

    static Scenario withFactsOf(Duration maxAge) {
        Ages usual = Ages.DEFAULT;
        Ages ages = new Ages(
                maxAge,
                usual.waiting(),
                usual.request(),
                usual.sendWithin(),
                usual.call(),
                usual.grace(),
                usual.retry(),
                usual.unsent(),
                usual.unsentFor(),
                usual.poll(),
                usual.pending(),
                usual.review(),
                usual.describe());
        return new Scenario(new Policy("test", MAIN, Map.of(MAIN, KEYED), false, Limits.DEFAULT, ages));
    }

    static Scenario refundingDisputed(Capabilities capabilities) {
        return new Scenario(
                new Policy("test", MAIN, Map.of(MAIN, capabilities), false, true, Limits.DEFAULT, Ages.DEFAULT));
    }

    static Scenario guardRequired() {
        return new Scenario(new Policy("test", MAIN, Map.of(MAIN, KEYED), true, Limits.DEFAULT, Ages.DEFAULT));
    }

    /** The same charge, once the worker was started with another configuration. */
    Scenario reconfigured(Map<AccountName, Capabilities> accounts) {
        return reconfigured(accounts, MAIN);
    }

    Scenario reconfigured(Map<AccountName, Capabilities> accounts, AccountName byDefault) {
        Scenario s = new Scenario(new Policy("test", byDefault, accounts, false, policy.limits(), policy.ages()));
        s.state = state;
        s.now = now;
        s.offset = offset;
        return s;
    }

    /** The same charge, once the worker was started with another namespace. */
    Scenario underNamespace(String namespace) {
        Scenario s = new Scenario(
                new Policy(namespace, MAIN, policy.accounts(), policy.guardRequired(), policy.limits(), policy.ages()));
        s.state = state;
        s.now = now;
        s.offset = offset;
        return s;
    }

    /** A keyed provider's charge of $100 that was read just now. */
    static Scenario chargeOf100() {
        return chargeOf100(KEYED);
    }

    static Scenario chargeOf100(Capabilities capabilities) {
        Scenario s = with(capabilities);
        s.request("r0", part("1.00").guard("77"));
        s.described("100.00");
        return s;
    }

    /** A charge of $100 with one accepted refund of $25, whose settle command is open. */
    static Scenario submitted(Capabilities capabilities) {
        Scenario s = chargeOf100(capabilities);
        s.request("r1", part("25.00"));
        return s;
    }

    // What arrives

    static final class Ask {
        private final Asked asked;
        private Texts texts = Texts.NONE;
        private @Nullable BigDecimal guard;
        private @Nullable AccountName provider;
        private @Nullable Money charge;

        Ask(Asked asked) {
            this.asked = asked;
        }

        Ask guard(String previouslyRefunded) {
            guard = new BigDecimal(previouslyRefunded);
            return this;
        }

        Ask provider(String name) {
            provider = new AccountName(name);
            return this;
        }

        Ask charge(String amount) {
            charge = new Money(new BigDecimal(amount), USD);
            return this;
        }

        Ask texts(String reason, String note, String extendedFields) {
            texts = new Texts(reason, note, extendedFields);
            return this;
        }
    }

    static Ask part(String amount) {
        return new Ask(new Asked.Part(new BigDecimal(amount), USD));
    }

    static Ask part(String amount, @Nullable String currency) {
        return new Ask(new Asked.Part(new BigDecimal(amount), currency == null ? null : new CurrencyCode(currency)));
    }

    static Ask whole() {
        return new Ask(new Asked.Whole());
    }

    List<String> request(String id, Ask ask) {
        return request(id, ask, source(offset++));
    }

    List<String> request(String id, Ask ask, Source source) {
        return take(new Input.RefundRequested(now, source, body(id, ask)));
    }

    static RefundRequest body(String id, Ask ask) {
        return new RefundRequest(new RequestId(id), CHARGE, ask.asked, ask.guard, ask.provider, ask.charge, ask.texts);
    }

    Source source(long at) {
        return new Source("refund-requests", 0, at, now);
    }

    List<String> described(String captured, ProviderRefund... refunds) {
        return take(new Input.ChargeDescribed(
                now, number(), new Description.Found(new Money(new BigDecimal(captured), USD), List.of(refunds))));
    }

    List<String> describedDisputed(String captured, Disputes disputes, ProviderRefund... refunds) {
        return describedAs(
                new Description.Found(new Money(new BigDecimal(captured), USD), List.of(refunds), null, disputes));
    }

    List<String> describedAs(Description description) {
        return take(new Input.ChargeDescribed(now, number(), description));
    }

    /** The answer to the open command. */
    List<String> answered(Outcome outcome) {
        OpenCommand open = Objects.requireNonNull(state.open());
        RefundId refundId = switch (open) {
            case OpenCommand.OfRefund ofRefund -> ofRefund.refundId();
            case OpenCommand.Describe describe -> Objects.requireNonNull(describe.refundId());
        };
        return answered(open.number(), refundId, outcome);
    }

    List<String> answered(long number, RefundId refundId, Outcome outcome) {
        return take(new Input.CommandAnswered(now, number, refundId, outcome));
    }

    List<String> passes(Duration time) {
        now = now.plus(time);
        return take(new Input.DeadlinePassed(now));
    }

    /** Time goes on to the next due time of the charge. */
    List<String> waits() {
        Instant due = Objects.requireNonNull(state.due(), "nothing is due");
        now = due.isAfter(now) ? due : now;
        return take(new Input.DeadlinePassed(now));
    }

    /** Time goes on to the next attempt; where the charge of $100 is read before it, nothing is refunded of it. */
    List<String> tries() {
        List<String> lines = waits();
        return isBeingRead() ? described("100.00") : lines;
    }

    boolean isBeingRead() {
        return state.open() instanceof OpenCommand.Describe;
    }

    List<String> notified(String request) {
        return take(new Input.ProviderNotified(now, id(request), null));
    }

    List<String> notifiedOf(String providerRefundId) {
        return take(new Input.ProviderNotified(now, null, providerRefundId));
    }

    List<String> operator(OperatorDecision decision) {
        return take(new Input.OperatorDecided(now, decision, "ann", "saw it"));
    }

    List<String> take(Input input) {
        last = Decider.decide(policy, CHARGE, state, input);
        return switch (last) {
            case Decision.Ignore(Decision.Why why) -> List.of("ignored: " + why);
            case Decision.Next(ChargeState next, List<Effect> effects) -> {
                state = next;
                List<String> lines = new ArrayList<>();
                effects.forEach(effect -> lines.add(tell(effect)));
                yield lines;
            }
        };
    }

    // What is at hand

    long number() {
        return state.lastNumber();
    }

    Balance balance() {
        return Objects.requireNonNull(state.balance());
    }

    RefundId id(String request) {
        return RefundId.of("test", CHARGE, new RequestId(request));
    }

    Refund refund(String request) {
        return Objects.requireNonNull(state.refund(id(request)));
    }

    static ProviderRefund held(String id, String amount, ProviderStatus status, @Nullable RefundId reference) {
        return new ProviderRefund(
                id, reference, new Money(new BigDecimal(amount), USD), status, null, ProviderDetails.NONE);
    }

    static Outcome completed(String id, String amount) {
        return Outcome.of(held(id, amount, ProviderStatus.SUCCEEDED, null));
    }

    static Outcome pending(String id, String amount) {
        return Outcome.of(held(id, amount, ProviderStatus.PENDING, null));
    }

    static Outcome reversed(String id, String amount) {
        return Outcome.of(held(id, amount, ProviderStatus.REVERSED, null));
    }

    static Outcome foundFailed(String id, String amount) {
        return Outcome.of(held(id, amount, ProviderStatus.FAILED, null));
    }

    static Outcome declined() {
        return new Outcome.Declined(new StatusInfo("CHARGE_DISPUTED", "disputed"), null);
    }

    static Outcome unknown() {
        return new Outcome.Unknown("read timed out");
    }

    static Outcome notSent() {
        return new Outcome.NotSent("connection refused");
    }

    // As people read it

    String tell(Effect effect) {
        return switch (effect) {
            case Effect.SendCommand(var _, Command command) -> tell(command);
            case Effect.PublishBalance(Balance b) ->
                "balance: refunded " + b.refunded() + ", pending " + b.pending()
                        + (b.chargedBack().signum() == 0 ? "" : ", charged back " + b.chargedBack())
                        + (b.disputed() ? ", disputed" : "") + ", refundable " + b.refundable();
            case Effect.PublishStatus(StatusEvent event) ->
                switch (event) {
                    case StatusEvent.Created(Refund refund, var _) -> "created " + tell(refund);
                    case StatusEvent.Updated(Refund refund, var _) -> "updated " + tell(refund);
                    case StatusEvent.Rejected(RequestId id, var _, Rejection r, var _) ->
                        "rejected " + id + " " + r.code()
                                + (r.field() != null ? " " + r.field() : "")
                                + (r.expected() != null ? " expected " + r.expected() + " actual " + r.actual() : "")
                                + (r.max() != null ? " min " + r.min() + " max " + r.max() : "");
                    case StatusEvent.Repeated(RequestId id, var _, Refund refund, ErrorCode code, var _) ->
                        "repeated " + id + " " + (refund != null ? tell(refund) : code);
                };
        };
    }

    private String tell(Command command) {
        return switch (command) {
            case Command.Settle s ->
                "settle #" + s.number() + " " + name(s.refundId()) + " "
                        + s.amount().amount() + (s.uncertain() ? " looking first" : "");
            case Command.LookUp l -> "look up #" + l.number() + " " + name(l.refundId());
            case Command.Describe d -> "describe #" + d.number();
        };
    }

    private String tell(Refund refund) {
        RefundState state = refund.state();
        StatusInfo info = state.statusInfo();
        return name(refund.id()) + " " + refund.amount().amount() + " " + state.status() + " rev " + refund.revision()
                + (info != null ? " (" + info.code() + ")" : "");
    }

    private String name(RefundId id) {
        for (Refund refund : state.refunds()) {
            if (refund.id().equals(id)) {
                return nameOf(refund);
            }
        }
        if (last instanceof Decision.Next(ChargeState next, var _)) {
            for (Refund refund : next.refunds()) {
                if (refund.id().equals(id)) {
                    return nameOf(refund);
                }
            }
        }
        return id.toString();
    }

    private static String nameOf(Refund refund) {
        return switch (refund.origin()) {
            case Origin.Requested(RequestId requestId, var _, var _, var _) -> requestId.value();
            case Origin.FoundAtProvider() -> "provider's " + refund.state().providerRefundId();
        };
    }
}
