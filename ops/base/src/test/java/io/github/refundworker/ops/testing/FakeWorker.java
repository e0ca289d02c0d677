package io.github.refundworker.ops.testing;

import com.sun.net.httpserver.HttpServer;
import io.github.refundworker.contracts.ChargeBalance;
import io.github.refundworker.contracts.EventHeaders;
import io.github.refundworker.contracts.EventTypes;
import io.github.refundworker.contracts.Origin;
import io.github.refundworker.contracts.Refund;
import io.github.refundworker.contracts.RefundCreated;
import io.github.refundworker.contracts.RefundError;
import io.github.refundworker.contracts.RefundEvent;
import io.github.refundworker.contracts.RefundRejected;
import io.github.refundworker.contracts.RefundRequest;
import io.github.refundworker.contracts.RefundStatus;
import io.github.refundworker.contracts.RefundUpdated;
import io.github.refundworker.contracts.Topics;
import io.github.refundworker.ops.client.JsonHttp;
import io.github.refundworker.ops.client.TopicFeed;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntPredicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Answers requests as a worker with an in-process provider would, or makes one of the mistakes that the tools are there
 * to find. It knows no rules: whatever is asked is paid, and requests for more than 1000.00 are rejected.
 */
public final class FakeWorker implements AutoCloseable {

    /** What goes wrong with a request. */
    public enum Mistake {
        NONE,
        PAYS_TWICE,
        NEVER_ANSWERS,
        NEVER_ENDS,
        SAYS_FAILED_BUT_PAID,
        ANSWERS_WHAT_WAS
    }

    private record Entry(
            String id, String reference, String chargeId, String amount, String currencyCode, RefundStatus status) {}

    /** What the in-process provider was told, one after the other: {@code millis=500}. */
    public final List<String> latencies = new CopyOnWriteArrayList<>();

    private final KafkaProducer<byte[], byte[]> producer;
    private final TopicFeed feed;
    private final HttpServer http;
    private final List<Entry> ledger = new ArrayList<>();
    private final Mistake mistake;
    private final IntPredicate affected;
    private int requests;

    /** @param affected which requests the mistake is made with, by their number from 0 */
    public FakeWorker(String bootstrap, int port, Mistake mistake, IntPredicate affected) throws IOException {
        this.mistake = mistake;
        this.affected = affected;
        Properties config = new Properties();
        config.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
        producer = new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
        feed = new TopicFeed(bootstrap, List.of(Topics.REFUND_REQUESTS), TopicFeed.From.END, this::request);
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        serve("/drill/ledger", () -> ledgerJson());
        serve("/drill/stats", () -> Map.of("calls", ledgerSize(), "inFlight", 0, "maxInFlight", 1));
        http.createContext("/drill/latency", exchange -> {
            latencies.add(exchange.getRequestURI().getQuery());
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        serve("/v1/charges/", Map::of);
        serve("/v1/refunds", Map::of);
        // Every refund is shown as it ends, or as it begins.
        serve("/v1/refunds/", () -> Map.of("revision", mistake == Mistake.ANSWERS_WHAT_WAS ? 1 : 2));
        http.start();
    }

    private interface Body {
        Object get();
    }

    private void serve(String path, Body body) {
        http.createContext(path, exchange -> {
            byte[] bytes = JsonHttp.MAPPER.writeValueAsBytes(body.get());
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
    }

    private synchronized List<Entry> ledgerJson() {
        return List.copyOf(ledger);
    }

    /** How many requests it has read. */
    public synchronized int requests() {
        return requests;
    }

    private synchronized int ledgerSize() {
        return ledger.size();
    }

    private synchronized void request(ConsumerRecord<byte[], byte[]> message) {
        RefundRequest request = JsonHttp.MAPPER.readValue(message.value(), RefundRequest.class);
        Mistake made = affected.test(requests++) ? mistake : Mistake.NONE;
        if (made == Mistake.NEVER_ANSWERS) {
            return;
        }
        String amount = request.amount() == null ? "100.00" : request.amount();
        if (amount.length() > "1000.00".length()) {
            RefundError error = new RefundError(
                    "REFUND_AMOUNT_OUT_OF_BOUNDS", "More than is left", null, null, null, "0.01", "1000.00", null);
            publish(
                    request.chargeId(),
                    new RefundRejected(request.requestId(), request.chargeId(), error, false, balance(request)));
            return;
        }
        String id = UUID.randomUUID().toString();
        publish(
                request.chargeId(),
                new RefundCreated(
                        request.requestId(),
                        Origin.REQUEST,
                        refund(request, id, 1, amount, RefundStatus.PENDING),
                        balance(request)));
        if (made == Mistake.NEVER_ENDS) {
            return;
        }
        pay(request, id, amount);
        if (made == Mistake.PAYS_TWICE) {
            pay(request, id, amount);
        }
        RefundStatus said = made == Mistake.SAYS_FAILED_BUT_PAID ? RefundStatus.FAILED : RefundStatus.SUCCEEDED;
        publish(
                request.chargeId(),
                new RefundUpdated(
                        request.requestId(), Origin.REQUEST, refund(request, id, 2, amount, said), balance(request)));
    }

    private void pay(RefundRequest request, String id, String amount) {
        ledger.add(new Entry(
                "rf-" + ledger.size(), id, request.chargeId(), amount, currency(request), RefundStatus.SUCCEEDED));
    }

    private static String currency(RefundRequest request) {
        return request.currencyCode() == null ? "USD" : request.currencyCode();
    }

    private static Refund refund(RefundRequest request, String id, long revision, String amount, RefundStatus status) {
        String now = Instant.now().toString();
        return new Refund(
                id,
                revision,
                now,
                now,
                request.chargeId(),
                currency(request),
                amount,
                null,
                null,
                false,
                status,
                null,
                request.reason(),
                null,
                null,
                request.note(),
                request.extendedFields());
    }

    private static ChargeBalance balance(RefundRequest request) {
        String now = Instant.now().toString();
        return new ChargeBalance(request.chargeId(), 1, currency(request), "1000.00", "0.00", "0.00", "1000.00", now);
    }

    private void publish(String key, RefundEvent event) {
        ProducerRecord<byte[], byte[]> message = new ProducerRecord<>(
                Topics.REFUND_STATUS, key.getBytes(StandardCharsets.UTF_8), JsonHttp.MAPPER.writeValueAsBytes(event));
        message.headers().add(EventHeaders.TYPE, EventTypes.of(event).getBytes(StandardCharsets.UTF_8));
        producer.send(message);
    }

    @Override
    public void close() {
        feed.close();
        producer.close();
        http.stop(0);
    }
}
