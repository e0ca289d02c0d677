package io.github.refundworker.ops.bench;

import io.github.refundworker.contracts.EventHeaders;
import io.github.refundworker.contracts.EventTypes;
import io.github.refundworker.contracts.Topics;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TopicExistsException;

/**
 * A program that takes requests and publishes statuses.
 *
 * @param prefix of the names of its topics
 */
public record Contender(String name, String prefix) {

    public static final Contender WORKER = new Contender("Refund Worker", "");
    public static final Contender LISTENER = new Contender("blocking listener + PostgreSQL", "listener-");
    public static final Contender PASS_THROUGH = new Contender("pass-through", "pass-");

    static final int PARTITIONS = 8;

    public String requests() {
        return topic(Topics.REFUND_REQUESTS);
    }

    public String statuses() {
        return topic(Topics.REFUND_STATUS);
    }

    String topic(String name) {
        return prefix + name;
    }

    void createTopics(String bootstrap, String... names)
            throws InterruptedException, ExecutionException, TimeoutException {
        List<NewTopic> topics = Stream.of(names)
                .map(name -> new NewTopic(topic(name), PARTITIONS, (short) 1))
                .toList();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            admin.createTopics(topics).all().get(30, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw e;
            }
        }
    }

    /**
     * As much of a status event as a reader needs, as long as the worker's.
     *
     * @param type of the event
     */
    ProducerRecord<byte[], byte[]> status(String type, byte[] key, String requestId, String status, int revision) {
        String chargeId = text(key);
        String json = "{\"requestId\":\"%s\",\"refund\":{\"id\":\"%s\",\"revision\":%d,\"chargeId\":\"%s\","
                        .formatted(requestId, requestId, revision, chargeId)
                + "\"amount\":\"1.00\",\"currencyCode\":\"USD\",\"status\":\"%s\"},\"filler\":\"%s\"}"
                        .formatted(status, "x".repeat(FILLER));
        ProducerRecord<byte[], byte[]> event = new ProducerRecord<>(statuses(), key, bytes(json));
        event.headers().add(EventHeaders.TYPE, bytes(type));
        return event;
    }

    ProducerRecord<byte[], byte[]> succeeded(byte[] key, String requestId) {
        return status(EventTypes.UPDATED, key, requestId, "SUCCEEDED", 2);
    }

    /** What an event of the worker has besides; its statuses take 870 bytes each on the broker. */
    private static final int FILLER = 600;

    /** A request's property, found without a parser: whatever is built instead is not to be slow for our reading. */
    static String property(byte[] json, String name) {
        String text = text(json);
        int from = text.indexOf("\"" + name + "\":\"") + name.length() + 4;
        return text.substring(from, text.indexOf('"', from));
    }

    static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
