package io.github.refundworker.ops.observe;

import io.github.refundworker.contracts.RefundRequestBuilder;
import io.github.refundworker.contracts.RefundRequests;
import io.github.refundworker.ops.client.Cluster;
import io.github.refundworker.ops.client.JsonHttp;
import io.github.refundworker.ops.client.ProviderClient;
import io.github.refundworker.ops.client.RequestSender;
import io.github.refundworker.ops.client.StackAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** An endless sequence of requests with every possible result. */
final class Traffic implements AutoCloseable {
    private static final Duration SEND_LIMIT = Duration.ofSeconds(60);
    private static final List<String> REFUNDS = List.of("createRefund", "getRefund");

    private final JsonHttp http;
    private final StackAddress stack;
    private final ProviderClient provider;
    private final RequestSender sender;
    private final Thread thread;
    private volatile boolean ending;
    private volatile @Nullable Throwable failure;

    Traffic(JsonHttp http, StackAddress stack) {
        this.http = http;
        this.stack = stack;
        this.provider = ProviderClient.simulator(http, stack.simulatorUri());
        this.sender = new RequestSender(Cluster.of(stack.bootstrap()), SEND_LIMIT);
        this.thread = Thread.ofPlatform().name("traffic").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    private void run() {
        try {
            for (int round = 0; !ending; round++) {
                round(round);
                TimeUnit.MILLISECONDS.sleep(250);
            }
        } catch (IOException | RuntimeException e) {
            failure = e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Sends eight requests: paid, refused in two ways, repeated, declined, unclear at first, settled later,
     * reversed.
     */
    private void round(int round) throws IOException {
        String paid = charge("paid-" + round, Map.of());
        ask(paid, "paid-" + round, "10.00", "0");
        ask(paid, "paid-" + round, "10.00", "0");
        ask(paid, "outdated-" + round, "10.00", "0");
        ask(paid, "too-much-" + round, "1000.00", null);
        String declined = charge("declined-" + round, Map.of("decline", Map.of("code", "CHARGE_DISPUTED")));
        ask(declined, "declined-" + round, "10.00", null);
        String lost = charge("lost-" + round, Map.of("responseLost", Map.of("times", 1)));
        ask(lost, "lost-" + round, "10.00", null);
        if (round % 4 == 0) {
            String later = charge("later-" + round, Map.of("pending", Map.of("settleAfterMillis", 1_000)));
            ask(later, "later-" + round, "10.00", null);
        }
        if (round >= 20 && round % 10 == 0) {
            takeBack("ch-paid-" + (round - 20), round);
        }
    }

    private String charge(String name, Map<String, ?> faults) throws IOException {
        provider.createCharge("ch-" + name, "100.00", "USD", faults);
        return "ch-" + name;
    }

    private void ask(String charge, String requestId, String amount, @Nullable String believed) {
        RefundRequestBuilder builder = RefundRequests.refund(charge).amount(amount, "USD");
        if (believed != null) {
            builder.previouslyRefundedAmount(believed);
        }
        sender.send(builder.requestId(requestId).build());
    }

    /** Reverses a refund at the provider. The worker notices it with the next request that needs a reading. */
    private void takeBack(String charge, int round) throws IOException {
        JsonNode refund = provider.charge(charge).at("/refunds/0/id");
        if (!refund.isMissingNode()) {
            http.post(control("/refunds/" + refund.asString() + "/reverse"), null);
            ask(charge, "after-reversal-" + round, "5.00", "10.00");
        }
    }

    /** Sends unreadable records. */
    void garbage() {
        sender.send(new byte[] {42}, new byte[] {(byte) 0xff}, Map.of());
    }

    /** Makes the provider answer every call about a refund with an error or not at all, or ends that. */
    void provider(boolean down) throws IOException {
        faults(down ? Map.of("http5xx", Map.of("beforeExecution", 1, "endpoints", REFUNDS)) : Map.of());
    }

    void latency(int millis) throws IOException {
        faults(millis == 0 ? Map.of() : Map.of("latencyMillis", millis));
    }

    private void faults(Map<String, ?> plan) throws IOException {
        JsonHttp.Answer answer = http.put(control("/faults"), plan);
        if (!answer.ok()) {
            throw new IOException("the simulator does not take faults: " + answer.body());
        }
    }

    private URI control(String path) {
        return stack.simulatorUri().resolve(path);
    }

    /** @throws IllegalStateException if the traffic has ended */
    void requireAlive() {
        if (failure != null) {
            throw new IllegalStateException("the traffic ended", failure);
        }
    }

    @Override
    public void close() {
        ending = true;
        try {
            thread.join(SEND_LIMIT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            throw new UncheckedIOException(new IOException(e));
        }
        sender.close();
    }
}
