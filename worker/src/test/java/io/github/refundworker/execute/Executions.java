package io.github.refundworker.execute;

import io.github.refundworker.domain.Capabilities;
import io.github.refundworker.domain.Command;
import io.github.refundworker.domain.Input;
import io.github.refundworker.provider.ProviderClient;
import io.github.refundworker.provider.ProviderResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The real procedures as a function of what they have heard, for proofs that keep executions as values. */
public final class Executions {
    private Executions() {}

    /** @param response absent at the beginning of a delivery */
    public record Heard(Instant at, @Nullable ProviderResponse response) {}

    /** What an execution wants next. */
    public sealed interface Wish {
        record Send() implements Wish {}

        record LookUp() implements Wish {}

        record Describe() implements Wish {}

        record Answer(Input input) implements Wish {}
    }

    /** @param heard everything so far, in order; a pause that the procedure asks for takes no time here */
    public static Wish after(Command command, Capabilities capabilities, Duration patience, List<Heard> heard) {
        CommandProcedure procedure = CommandProcedure.of(command, capabilities, patience);
        Step step = null;
        for (Heard one : heard) {
            step = procedure.next(one.at(), one.response());
            while (step instanceof Step.Wait) {
                step = procedure.next(one.at(), null);
            }
        }
        return switch (step) {
            case Step.Send _ -> new Wish.Send();
            case Step.LookUp _ -> new Wish.LookUp();
            case Step.Describe _ -> new Wish.Describe();
            case Step.Done(Input answer) -> new Wish.Answer(answer);
            case Step.Wait _ -> throw new IllegalStateException("pauses are over");
            case null -> throw new IllegalArgumentException("an execution has heard at least of its delivery");
        };
    }

    /** A clock that moves only when somebody waits by it. */
    public interface Time {
        Instant now();

        void pass(Duration time);
    }

    /** One delivery of a command, from its beginning to its answer, by a real adapter; calls take no time by this clock. */
    public static Input deliver(
            Command command, ProviderClient client, Duration patience, Duration callTimeout, Time time) {
        CommandProcedure procedure = CommandProcedure.of(command, client.capabilities(), patience);
        ProviderResponse previous = null;
        while (true) {
            Step step = procedure.next(time.now(), previous);
            previous = null;
            switch (step) {
                case Step.Done(Input answer) -> {
                    return answer;
                }
                case Step.Wait(Duration pause) -> time.pass(pause);
                case Step.Call call -> previous = call.make(client, callTimeout);
            }
        }
    }
}
