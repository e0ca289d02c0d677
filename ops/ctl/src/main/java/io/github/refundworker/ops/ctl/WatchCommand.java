package io.github.refundworker.ops.ctl;

import io.github.refundworker.contracts.EventHeaders;
import io.github.refundworker.contracts.RefundEvent;
import io.github.refundworker.ops.client.Cluster;
import io.github.refundworker.ops.client.StatusEvents;
import io.github.refundworker.ops.client.TopicFeed;
import io.github.refundworker.ops.ctl.options.ClusterOptions;
import io.github.refundworker.ops.ctl.options.ExitCodes;
import io.github.refundworker.ops.terminal.Lines;
import io.github.refundworker.ops.terminal.Printer;
import io.github.refundworker.ops.terminal.Screen;
import io.github.refundworker.ops.terminal.StandardOutput;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Follows the status topic. */
@Command(
        name = "watch",
        mixinStandardHelpOptions = true,
        description = "Follows refund-status, committed events only, until Ctrl-C.")
final class WatchCommand implements Callable<Integer> {

    private static final Duration LOOK = Duration.ofMillis(100);

    @Mixin
    private Events events = new Events();

    @Option(names = "--from-beginning", description = "Begin with the oldest event that is kept.")
    private boolean fromBeginning;

    @Option(names = "--request-id", paramLabel = "ID", description = "Only events of this request.")
    private @Nullable String requestId;

    @Mixin
    private ClusterOptions options = new ClusterOptions();

    private final Screen screen = Screen.on(System.out);

    /**
     * One line of {@code --json}: the event's CloudEvents attributes and its data.
     *
     * @param type absent only if the event carries none
     */
    record Printed(
            @Nullable String type,
            @Nullable String id,
            @Nullable String time,
            RefundEvent data) {}

    @Override
    public Integer call() throws IOException, InterruptedException {
        TopicFeed.From from = fromBeginning ? TopicFeed.From.BEGINNING : TopicFeed.From.END;
        Cluster cluster = options.cluster();
        CountDownLatch left = new CountDownLatch(events.limit());
        try (TopicFeed feed = new TopicFeed(
                cluster.access(),
                List.of(cluster.names().status()),
                from,
                Map.of(),
                message -> StatusEvents.read(message)
                        .filter(event -> events.isOfCharge(event.chargeId()))
                        .filter(event -> requestId == null || requestId.equals(event.requestId()))
                        .ifPresent(event -> print(message, event, left)))) {
            while (!left.await(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
                feed.requireRecords();
                StandardOutput.requireReader();
            }
        }
        return ExitCodes.OK;
    }

    private void print(ConsumerRecord<byte[], byte[]> message, RefundEvent event, CountDownLatch left) {
        if (left.getCount() == 0) {
            return;
        }
        if (options.json()) {
            Printer.json(new Printed(
                    StatusEvents.header(message, EventHeaders.TYPE),
                    StatusEvents.header(message, EventHeaders.ID),
                    StatusEvents.header(message, EventHeaders.TIME),
                    event));
        } else {
            screen.line(Lines.event(event));
        }
        left.countDown();
    }
}
