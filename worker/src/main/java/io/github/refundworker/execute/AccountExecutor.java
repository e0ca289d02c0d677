package io.github.refundworker.execute;

import io.github.refundworker.chargelog.ChargeLog;
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
 * Executes the commands of one provider account and writes each answer to the inputs topic. It owns its consumer.
 * The caller owns the client and the producer, and closes them after it.
 *
 * <p>Its constructor takes more than 10 parameters because it puts the parts of an executor together. Each part takes a few.
 */
public final class AccountExecutor {
    private final CallCircuit circuit;
    private final Dispatcher dispatcher;
    private final CommandLoop loop;
    private final Thread thread;

    /**
     * @param commandsTopic the account's own
     * @param log where answers go, to the partition that the command names; the commands topic has as many
     * @param consumer as {@link ExecutorKafka#consumer} has it; not subscribed yet
     * @param producer as {@link ExecutorKafka#producer} has it; may be shared
     * @param spans one a delivery, and one a call, of those that have a trace
     * @param merchant whose account it is, to be remembered beside its offsets; empty where that is not known
     * @param offset of the clock; while it is not to be trusted no call is made
     */
    public AccountExecutor(
            AccountName account,
            String commandsTopic,
            ChargeLog log,
            ExecutorSettings settings,
            ProviderClient client,
            Consumer<byte[], byte[]> consumer,
            Producer<byte[], byte[]> producer,
            StepSpans spans,
            String merchant,
            ClockOffset offset,
            Clock clock,
            MeterRegistry registry) {
        ExecutorMeters meters = new ExecutorMeters(account, registry);
        SteadyClock steady = new SteadyClock(System::nanoTime);
        circuit = new CallCircuit(account.value(), settings.breaker(), steady);
        CallPace pace = new CallPace(settings.ratePerSecond(), log.partitions());
        CallPermits permits = new CallPermits(pace, System::nanoTime, meters);
        CommandRunner runner = new CommandRunner(client, settings, circuit, permits, meters, spans, offset, clock);
        AnswerRecords answers = new AnswerRecords(log, settings.answerBytes(), clock);
        String name = "execute-" + account;
        dispatcher = new Dispatcher(name, settings, circuit, pace, runner, answers, producer, meters, offset, steady);
        loop = new CommandLoop(commandsTopic, consumer, dispatcher, settings, steady, merchant);
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
     * Starts no more calls, lets running calls end and be answered, commits, and returns after that. Calls that take
     * longer are interrupted, and their commands are delivered again. The last commit may take some seconds more.
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

    /** The circuit breaker: 0 closed, 1 while a few calls test whether the provider is back, 2 open. */
    public int breaker() {
        return circuit.state();
    }

    public ExecutorHealth health() {
        return thread.getState() == Thread.State.NEW ? new ExecutorHealth(ExecutorHealth.State.NEW, "") : loop.health();
    }
}
