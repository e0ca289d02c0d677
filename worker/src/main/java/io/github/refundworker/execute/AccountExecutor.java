package io.github.refundworker.execute;

import io.github.refundworker.clock.ClockOffset;
import io.github.refundworker.domain.AccountName;
import io.github.refundworker.provider.ProviderClient;
import io.github.refundworker.tracing.StepSpans;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;

/**
 * Executes the commands of one provider account and answers each on the inputs topic. It owns its consumer; the client
 * and the producer are its caller's, to be closed after it.
 */
public final class AccountExecutor {
    private final CallCircuit circuit;
    private final Dispatcher dispatcher;
    private final CommandLoop loop;
    private final Thread thread;

    /**
     * @param commandsTopic the account's own
     * @param inputsTopic where answers go, to the partition that the command names
     * @param consumer as {@link ExecutorKafka#consumer} has it; not subscribed yet
     * @param producer as {@link ExecutorKafka#producer} has it; may be shared
     * @param spans one a delivery, and one a call, of those that have a trace
     * @param offset of the clock; while it is not to be trusted no call is made
     */
    public AccountExecutor(
            AccountName account,
            String commandsTopic,
            String inputsTopic,
            ExecutorSettings settings,
            ProviderClient client,
            Consumer<byte[], byte[]> consumer,
            Producer<byte[], byte[]> producer,
            StepSpans spans,
            ClockOffset offset,
            Clock clock,
            MeterRegistry registry) {
        ExecutorMeters meters = new ExecutorMeters(account, registry);
        SteadyClock steady = new SteadyClock(System::nanoTime);
        circuit = new CallCircuit(account.value(), settings.breaker(), steady);
        CallPermits permits = new CallPermits(account.value(), settings.ratePerSecond(), meters);
        CommandRunner runner = new CommandRunner(client, settings, circuit, permits, meters, spans, offset, clock);
        AnswerRecords answers = new AnswerRecords(inputsTopic, settings.answerBytes(), clock);
        String name = "execute-" + account;
        dispatcher = new Dispatcher(name, settings, circuit, runner, answers, producer, meters, offset, steady);
        loop = new CommandLoop(commandsTopic, consumer, dispatcher, settings, steady);
        thread = Thread.ofPlatform().name(name).unstarted(loop);
        meters.gauges(
                this,
                e -> e.dispatcher.inFlight(),
                e -> e.dispatcher.backlogSize(),
                e -> e.dispatcher.unacknowledgedAnswers(),
                e -> e.loop.stoppedPartitions(),
                e -> e.circuit.state());
    }

    public void start() {
        thread.start();
    }

    /**
     * Starts no more calls, lets those that run end and be answered, commits, and returns when all that is done. Calls
     * that take longer are interrupted; their commands are delivered again. The last commit may take seconds more.
     */
    public void close(Duration within) {
        if (thread.getState() == Thread.State.NEW) {
            loop.end();
            return;
        }
        loop.drain(within);
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** 0 while the circuit breaker is closed, 1 while a few calls try whether the provider is back, 2 while it is open. */
    public int breaker() {
        return circuit.state();
    }

    public ExecutorHealth health() {
        return thread.getState() == Thread.State.NEW ? new ExecutorHealth(ExecutorHealth.State.NEW, "") : loop.health();
    }
}
