package io.github.refundworker.ops.ctl;

import io.github.refundworker.contracts.OutgoingRequest;
import io.github.refundworker.contracts.Refund;
import io.github.refundworker.contracts.RefundCreated;
import io.github.refundworker.contracts.RefundEvent;
import io.github.refundworker.contracts.RefundRejected;
import io.github.refundworker.contracts.RefundRepeated;
import io.github.refundworker.contracts.RefundRequestBuilder;
import io.github.refundworker.contracts.RefundRequests;
import io.github.refundworker.contracts.RefundStatus;
import io.github.refundworker.contracts.RefundUpdated;
import io.github.refundworker.ops.client.Cluster;
import io.github.refundworker.ops.client.RequestSender;
import io.github.refundworker.ops.client.StatusEvents;
import io.github.refundworker.ops.client.TopicFeed;
import io.github.refundworker.ops.ctl.options.ClusterOptions;
import io.github.refundworker.ops.ctl.options.ExitCodes;
import io.github.refundworker.ops.terminal.Lines;
import io.github.refundworker.ops.terminal.OutputException;
import io.github.refundworker.ops.terminal.Printer;
import io.github.refundworker.ops.terminal.Ranges;
import io.github.refundworker.ops.terminal.Screen;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Sends one request. */
@Command(
        name = "request",
        mixinStandardHelpOptions = true,
        description = "Sends one refund request and prints its id. With --wait also its answer: then exit code 0 means"
                + " that the refund succeeded, 1 that it was rejected or failed, 3 that no answer came in time.")
final class RequestCommand implements Callable<Integer> {

    private static final Duration SEND_LIMIT = Duration.ofSeconds(10);
    private static final Duration LOOK = Duration.ofMillis(100);

    @Option(names = "--charge", required = true, paramLabel = "ID", description = "The charge to refund.")
    private String charge = "";

    @ArgGroup(multiplicity = "1")
    private HowMuch howMuch = new HowMuch();

    static final class HowMuch {
        @Option(names = "--all", required = true, description = "Refund the whole charge.")
        private boolean all;

        @ArgGroup(exclusive = false)
        private @Nullable Part part;
    }

    static final class Part {
        @Option(
                names = "--amount",
                required = true,
                paramLabel = "DECIMAL",
                description = "How much to refund, in main units: 25.00.")
        private String amount = "";

        @Option(names = "--currency", required = true, paramLabel = "CODE", description = "ISO 4217: USD.")
        private String currency = "";
    }

    @Option(
            names = "--previously-refunded",
            paramLabel = "DECIMAL",
            description = "What you believe was refunded of the charge; if it is wrong, the request is rejected.")
    private @Nullable String previouslyRefunded;

    @Option(
            names = "--request-id",
            paramLabel = "ID",
            description = "The same id is the same request. Default: a random one.")
    private @Nullable String requestId;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why.")
    private @Nullable String reason;

    @Option(names = "--note", paramLabel = "TEXT", description = "A remark.")
    private @Nullable String note;

    @Option(names = "--field", paramLabel = "NAME=TEXT", description = "A field of your own; may be repeated.")
    private Map<String, String> fields = new LinkedHashMap<>();

    @Option(names = "--provider", paramLabel = "ACCOUNT", description = "The provider account. Default: the worker's.")
    private @Nullable String provider;

    @ArgGroup(exclusive = false)
    private @Nullable Captured captured;

    static final class Captured {
        @Option(
                names = "--charge-amount",
                required = true,
                paramLabel = "DECIMAL",
                description = "What the charge was, for providers that cannot tell.")
        private String amount = "";

        @Option(names = "--charge-currency", required = true, paramLabel = "CODE", description = "Its currency.")
        private String currency = "";
    }

    @Option(names = "--traceparent", paramLabel = "W3C", description = "The trace to carry on.")
    private @Nullable String traceParent;

    @Option(
            names = "--wait",
            arity = "0..1",
            fallbackValue = "30",
            paramLabel = "SECONDS",
            converter = Ranges.Seconds.class,
            description = "Wait for the answer, ${FALLBACK-VALUE} seconds unless told otherwise.")
    private @Nullable Duration wait;

    @Mixin
    private ClusterOptions options = new ClusterOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /**
     * What {@code --json} prints.
     *
     * @param outcome SUCCEEDED, FAILED, REVERSED, PENDING, REJECTED or NONE; absent without {@code --wait}
     * @param event the last event of the request
     */
    record Printed(
            String requestId,
            String chargeId,
            int partition,
            long offset,
            @Nullable String outcome,
            @Nullable RefundEvent event) {}

    @Override
    public Integer call() throws IOException, InterruptedException {
        Cluster cluster = options.cluster();
        OutgoingRequest request = request();
        if (wait == null) {
            try (RequestSender sender = new RequestSender(cluster, SEND_LIMIT)) {
                return print(request, sender.send(request), null, false);
            }
        }
        BlockingQueue<RefundEvent> events = new LinkedBlockingQueue<>();
        try (TopicFeed feed = new TopicFeed(
                        cluster.access(),
                        List.of(cluster.names().status()),
                        TopicFeed.From.END,
                        Map.of(),
                        message -> StatusEvents.read(message)
                                .filter(event -> request.request().requestId().equals(event.requestId()))
                                .ifPresent(events::add));
                RequestSender sender = new RequestSender(cluster, SEND_LIMIT)) {
            RecordMetadata place = sender.send(request);
            RefundEvent last;
            try {
                last = awaitEnd(events, feed, wait);
            } catch (AuthorizationException | AuthenticationException e) {
                // It is on its way all the same: a repeated request needs its id.
                print(request, place, null, false);
                throw e;
            }
            return print(request, place, last, true);
        }
    }

    private OutgoingRequest request() {
        try {
            RefundRequests.HowMuch begun = RefundRequests.refund(charge);
            Part part = howMuch.part;
            RefundRequestBuilder builder =
                    part == null ? begun.wholeCharge() : begun.amount(part.amount, part.currency);
            if (requestId != null) {
                builder.requestId(requestId);
            }
            if (previouslyRefunded != null) {
                builder.previouslyRefundedAmount(previouslyRefunded);
            }
            if (reason != null) {
                builder.reason(reason);
            }
            if (note != null) {
                builder.note(note);
            }
            if (!fields.isEmpty()) {
                builder.extendedFields(fields);
            }
            if (provider != null) {
                builder.provider(provider);
            }
            if (captured != null) {
                builder.charge(captured.amount, captured.currency);
            }
            if (traceParent != null) {
                builder.traceParent(traceParent);
            }
            return builder.build();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private static @Nullable RefundEvent awaitEnd(BlockingQueue<RefundEvent> events, TopicFeed feed, Duration limit)
            throws InterruptedException {
        long until = System.nanoTime() + limit.toNanos();
        RefundEvent last = null;
        while (last == null || outcome(last).equals(RefundStatus.PENDING.name())) {
            long left = until - System.nanoTime();
            RefundEvent event = events.poll(Math.min(left, LOOK.toNanos()), TimeUnit.NANOSECONDS);
            if (event != null) {
                last = event;
                continue;
            }
            feed.requireRecords();
            if (left <= 0) {
                return last;
            }
        }
        return last;
    }

    private static String outcome(@Nullable RefundEvent event) {
        return switch (event) {
            case null -> "NONE";
            case RefundCreated created -> created.refund().status().name();
            case RefundUpdated updated -> updated.refund().status().name();
            case RefundRejected rejected -> "REJECTED";
            case RefundRepeated repeated -> {
                Refund refund = repeated.refund();
                yield refund == null ? "REJECTED" : refund.status().name();
            }
        };
    }

    private int print(OutgoingRequest request, RecordMetadata place, @Nullable RefundEvent last, boolean waited) {
        String id = request.request().requestId();
        String outcome = outcome(last);
        try {
            if (options.json()) {
                Printer.json(new Printed(
                        id, request.key(), place.partition(), place.offset(), waited ? outcome : null, last));
            } else {
                Printer.line(id);
                if (last != null) {
                    Screen.on(System.out).line(Lines.event(last));
                }
            }
        } catch (OutputException e) {
            // Without its id the request can only be asked again as another one, and be paid twice.
            Printer.say("the request was sent, under the id " + id);
            throw e;
        }
        if (waited && last == null && wait != null) {
            Printer.say("no answer within " + wait.toSeconds() + " s; the same request again has --request-id " + id);
        }
        if (!waited) {
            return ExitCodes.OK;
        }
        return switch (outcome) {
            case "SUCCEEDED" -> ExitCodes.OK;
            case "NONE" -> ExitCodes.NOTHING_MATCHED;
            default -> ExitCodes.PARTLY;
        };
    }
}
