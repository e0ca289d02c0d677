package io.github.refundworker.domain;

import static io.github.refundworker.domain.Scenario.KEYED;
import static io.github.refundworker.domain.Scenario.KEYLESS;
import static io.github.refundworker.domain.Scenario.chargeOf100;
import static io.github.refundworker.domain.Scenario.completed;
import static io.github.refundworker.domain.Scenario.declined;
import static io.github.refundworker.domain.Scenario.foundFailed;
import static io.github.refundworker.domain.Scenario.held;
import static io.github.refundworker.domain.Scenario.notSent;
import static io.github.refundworker.domain.Scenario.part;
import static io.github.refundworker.domain.Scenario.pending;
import static io.github.refundworker.domain.Scenario.reversed;
import static io.github.refundworker.domain.Scenario.submitted;
import static io.github.refundworker.domain.Scenario.unknown;
import static io.github.refundworker.domain.Scenario.whole;

import io.github.refundworker.Approved;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/**
 * Every state of a charge against every input, as a page to read. A cell that changed is a rule that changed.
 */
class DecisionTableTest {
    private static final long LATE = 2;
    private static final Disputes DISPUTED = new Disputes(true, new BigDecimal("30.00"));

    @Test
    void shouldDecideAsApproved() {
        StringBuilder page = new StringBuilder("""
                # Decision table

                Every state of a charge of $100 against every input. *Old* answers carry the number of the refund's first
                command, *answers* the number of the last one. Amounts are in USD. `#n` is a command's number.
                Where nothing is said of a refund's state it did not change.
                """);
        states().forEach((name, state) -> {
            page.append("\n## ").append(name).append("\n\n| input | decision | refund r1 |\n|---|---|---|\n");
            inputs().forEach((input, step) -> page.append(row(state.get(), input, step)));
        });
        Approved.verify("io/github/refundworker/domain/decision-table.md", page.toString());
    }

    private static String row(Scenario scenario, String input, Function<Scenario, List<String>> step) {
        String before = stateOf(scenario);
        List<String> lines = step.apply(scenario);
        String after = stateOf(scenario);
        return "| " + input + " | " + (lines.isEmpty() ? "–" : String.join("<br>", lines)) + " | "
                + (after.equals(before) ? "" : after) + " |\n";
    }

    private static int revision(Scenario scenario) {
        Refund refund = scenario.state.refund(scenario.id("r1"));
        return refund == null ? 1 : refund.revision();
    }

    private static String stateOf(Scenario scenario) {
        Refund refund = scenario.state.refund(scenario.id("r1"));
        return refund == null ? "none" : refund.state().getClass().getSimpleName();
    }

    private static Map<String, Supplier<Scenario>> states() {
        Map<String, Supplier<Scenario>> states = new LinkedHashMap<>();
        states.put("A charge never heard of", () -> Scenario.with(KEYED));
        states.put("Being described for r1", () -> {
            Scenario s = Scenario.with(KEYED);
            s.request("r1", part("25.00"));
            return s;
        });
        states.put("Known, nothing open", Scenario::chargeOf100);
        states.put("Known, a dispute about 30 open", () -> {
            Scenario s = chargeOf100();
            s.operator(new OperatorDecision.Refresh());
            s.describedDisputed("100.00", DISPUTED);
            return s;
        });
        states.put("Known, 30 charged back in a dispute that was lost", () -> {
            Scenario s = chargeOf100();
            s.operator(new OperatorDecision.Refresh());
            s.describedDisputed("100.00", new Disputes(false, DISPUTED.chargedBack()));
            return s;
        });
        states.put("r1 submitted, its command open", () -> submitted(KEYED));
        states.put("r1 submitted, its command open, r2 waiting", () -> {
            Scenario s = submitted(KEYED);
            s.request("r2", part("10.00"));
            return s;
        });
        states.put("r1 submitted, not sent, to be sent again", () -> {
            Scenario s = submitted(KEYED);
            s.answered(notSent());
            return s;
        });
        states.put("r1 submitted, not sent, and its charge read before it is sent again", () -> {
            Scenario s = chargeOf100();
            s.request("r1", part("25.00").guard("0"));
            s.answered(notSent());
            s.passes(Duration.ofMinutes(4));
            return s;
        });
        states.put("r1 awaiting the provider", () -> {
            Scenario s = submitted(KEYED);
            s.answered(pending("p1", "25.00"));
            return s;
        });
        states.put("r1 awaiting the provider, being looked up", () -> {
            Scenario s = submitted(KEYED);
            s.answered(pending("p1", "25.00"));
            s.waits();
            return s;
        });
        states.put("r1 unresolved", () -> {
            Scenario s = submitted(KEYED);
            s.answered(unknown());
            return s;
        });
        states.put("r1 unresolved, and its charge read before it is sent again", () -> {
            Scenario s = chargeOf100();
            s.request("r1", part("25.00").guard("0"));
            s.answered(unknown());
            s.passes(Duration.ofMinutes(4));
            return s;
        });
        states.put("r1 unresolved, sent again", () -> {
            Scenario s = submitted(KEYED);
            s.answered(unknown());
            s.waits();
            return s;
        });
        states.put("r1 confirming a decline (a provider that stores no refusals)", () -> {
            Scenario s = submitted(KEYLESS);
            s.answered(declined());
            return s;
        });
        states.put("r1 confirming a decline, being looked up", () -> {
            Scenario s = submitted(KEYLESS);
            s.answered(declined());
            s.waits();
            return s;
        });
        states.put("r1 in review", () -> {
            Scenario s = submitted(KEYED);
            s.answered(completed("p1", "26.00"));
            return s;
        });
        states.put("r1 said to be paid by an operator", () -> inReview(true));
        states.put("r1 said to be paid by an operator, being looked up", () -> {
            Scenario s = inReview(true);
            s.now = s.now.plusSeconds(3600);
            s.operator(new OperatorDecision.LookUpAgain(s.id("r1"), 3));
            return s;
        });
        states.put("r1 said to be not paid by an operator", () -> inReview(false));
        states.put("r1 said to be not paid by an operator, and found paid", () -> {
            Scenario s = inReview(false);
            s.answered(LATE, s.id("r1"), completed("p1", "25.00"));
            return s;
        });
        states.put("r1 succeeded", () -> {
            Scenario s = submitted(KEYED);
            s.answered(completed("p1", "25.00"));
            return s;
        });
        states.put("r1 succeeded, and a notice of it could not be looked up", () -> {
            Scenario s = submitted(KEYED);
            s.answered(completed("p1", "25.00"));
            s.notified("r1");
            s.answered(unknown());
            return s;
        });
        states.put("r1 failed", () -> {
            Scenario s = submitted(KEYED);
            s.answered(declined());
            return s;
        });
        states.put("r1 reversed", () -> {
            Scenario s = submitted(KEYED);
            s.answered(completed("p1", "25.00"));
            s.notified("r1");
            s.answered(reversed("p1", "25.00"));
            return s;
        });
        return states;
    }

    /** What nobody could find out, and a person then did. */
    private static Scenario inReview(boolean paid) {
        Scenario s = submitted(KEYED);
        for (int i = 0; i < 6; i++) {
            s.answered(unknown());
            s.tries();
        }
        s.answered(unknown());
        s.now = s.now.plusSeconds(3600);
        s.operator(new OperatorDecision.Resolve(s.id("r1"), 2, paid, paid ? "p1" : null));
        return s;
    }

    private static Map<String, Function<Scenario, List<String>>> inputs() {
        Map<String, Function<Scenario, List<String>>> inputs = new LinkedHashMap<>();
        inputs.put("r1 again, another copy", s -> s.request("r1", part("25.00")));
        inputs.put("r1 again, other amount", s -> s.request("r1", part("26.00")));
        inputs.put("r3 for 10", s -> s.request("r3", part("10.00")));
        inputs.put("r3 for 10, guard 0", s -> s.request("r3", part("10.00").guard("0")));
        inputs.put("r3 for 10, guard 0, an hour later", s -> {
            s.now = s.now.plusSeconds(3600);
            return s.request("r3", part("10.00").guard("0"));
        });
        inputs.put("r3 for all", s -> s.request("r3", whole()));
        inputs.put("r3 for 500", s -> s.request("r3", part("500.00")));
        inputs.put("charge described: 100, no refunds", s -> s.described("100.00"));
        inputs.put(
                "charge described: 100, r1 paid",
                s -> s.described("100.00", held("p1", "25.00", ProviderStatus.SUCCEEDED, s.id("r1"))));
        inputs.put(
                "charge described: 100, r1 failed",
                s -> s.described("100.00", held("p1", "25.00", ProviderStatus.FAILED, s.id("r1"))));
        inputs.put(
                "charge described: 100, one of 30 from the dashboard",
                s -> s.described("100.00", held("dash", "30.00", ProviderStatus.SUCCEEDED, null)));
        inputs.put("charge described: 100, a dispute about 30 open", s -> s.describedDisputed("100.00", DISPUTED));
        inputs.put("charge described: not there", s -> s.describedAs(new Description.Missing()));
        inputs.put(
                "charge described: provider unavailable", s -> s.describedAs(new Description.Unavailable("refused")));
        inputs.put("charge described: too late to ask", s -> s.describedAs(new Description.TooLate()));
        Map<String, Outcome> outcomes = new LinkedHashMap<>();
        outcomes.put("completed", completed("p1", "25.00"));
        outcomes.put("completed under another provider id", completed("p2", "25.00"));
        outcomes.put("completed with another amount", completed("p1", "24.00"));
        outcomes.put("pending", pending("p1", "25.00"));
        outcomes.put("reversed", reversed("p1", "25.00"));
        outcomes.put("declined", declined());
        outcomes.put("found failed", foundFailed("p1", "25.00"));
        outcomes.put("not sent", notSent());
        outcomes.put("unknown", unknown());
        outcomes.put("expired", new Outcome.Expired());
        outcomes.put("not found", new Outcome.NotFound());
        outcomes.forEach(
                (name, outcome) -> inputs.put("answer: " + name, s -> s.answered(s.number(), s.id("r1"), outcome)));
        outcomes.forEach(
                (name, outcome) -> inputs.put("old answer: " + name, s -> s.answered(LATE, s.id("r1"), outcome)));
        inputs.put("provider hints at r1", s -> s.notified("r1"));
        inputs.put(
                "provider hints at something unknown",
                s -> s.take(new Input.ProviderNotified(s.now, null, "elsewhere")));
        inputs.put(
                "provider shows r1 paid",
                s -> s.take(new Input.ProviderNotified(
                        s.now,
                        s.id("r1"),
                        "p1",
                        new Told.Shown(held("p1", "25.00", ProviderStatus.SUCCEEDED, s.id("r1"))),
                        null)));
        inputs.put("nothing is heard for 10 s", s -> s.passes(Duration.ofSeconds(10)));
        inputs.put("nothing is heard for 5 min", s -> s.passes(Duration.ofMinutes(5)));
        inputs.put("nothing is heard for 20 min", s -> s.passes(Duration.ofMinutes(20)));
        inputs.put("operator: refresh", s -> s.operator(new OperatorDecision.Refresh()));
        inputs.put(
                "operator: the charge is 200",
                s -> s.operator(new OperatorDecision.CorrectCharge(Money.of("200.00", "USD"))));
        inputs.put(
                "operator: look up r1 (seen rev 2)", s -> s.operator(new OperatorDecision.LookUpAgain(s.id("r1"), 2)));
        inputs.put(
                "operator: r1 was paid (seen rev 2)",
                s -> s.operator(new OperatorDecision.Resolve(s.id("r1"), 2, true, "p1")));
        inputs.put(
                "operator: r1 was not paid (seen rev 2)",
                s -> s.operator(new OperatorDecision.Resolve(s.id("r1"), 2, false, null)));
        inputs.put(
                "operator: r1 was paid (seen the latest)",
                s -> s.operator(new OperatorDecision.Resolve(s.id("r1"), revision(s), true, null)));
        inputs.put(
                "operator: r1 was not paid (seen the latest)",
                s -> s.operator(new OperatorDecision.Resolve(s.id("r1"), revision(s), false, null)));
        return inputs;
    }
}
