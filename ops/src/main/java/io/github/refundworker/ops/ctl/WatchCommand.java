package io.github.refundworker.ops.ctl;

import io.github.refundworker.contracts.EventHeaders;
import io.github.refundworker.contracts.RefundEvent;
import io.github.refundworker.contracts.Topics;
import io.github.refundworker.ops.client.Cluster;
import io.github.refundworker.ops.client.JsonHttp;
import io.github.refundworker.ops.client.StatusEvents;
import io.github.refundworker.ops.client.TopicFeed;
import io.github.refundworker.ops.terminal.Lines;
import io.github.refundworker.ops.terminal.Screen;
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
        sortOptions = false,
        description = "Follows refund-status, committed events only, until Ctrl-C.")
final class WatchCommand implements Callable<Integer> {

    private static final Duration LOOK = Duration.ofMillis(100);

    @Option(names = "--charge", paramLabel = "ID", description = "Only events of this charge.")
    private @Nullable String charge;

    @Option(names = "--from-beginning", description = "Begin with the oldest event that is kept.")
    private boolean fromBeginning;

    @Option(names = "--count", paramLabel = "N", description = "End after this many events.")
    private @Nullable Integer count;

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
        CountDownLatch left = new CountDownLatch(count == null ? Integer.MAX_VALUE : count);
        try (TopicFeed feed = new TopicFeed(
                cluster.access(),
                List.of(cluster.name(Topics.REFUND_STATUS)),
                from,
                Map.of(),
                message -> StatusEvents.read(message)
                        .filter(event -> charge == null || charge.equals(event.chargeId()))
                        .ifPresent(event -> print(message, event, left)))) {
            while (!left.await(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
                feed.requirePermission();
            }
        }
        return ExitCodes.OK;
    }

    private void print(ConsumerRecord<byte[], byte[]> message, RefundEvent event, CountDownLatch left) {
        if (left.getCount() == 0) {
            return;
        }
        left.countDown();
        screen.line(
                options.json()
                        ? JsonHttp.MAPPER.writeValueAsString(new Printed(
                                StatusEvents.header(message, EventHeaders.TYPE),
                                StatusEvents.header(message, EventHeaders.ID),
                                StatusEvents.header(message, EventHeaders.TIME),
                                event))
                        : Lines.event(screen, event));
    }
}
