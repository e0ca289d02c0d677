package io.github.refundworker.cluster;

import io.github.refundworker.lifecycle.NotReadyException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.jspecify.annotations.Nullable;

/** An admin client with deadlines. Kafka's own admin client can wait for a minute without saying why. */
public final class Brokers implements AutoCloseable {
    private static final Duration DEADLINE = Duration.ofSeconds(10);

    private final Admin admin;
    private final Object bootstrap;

    /** @throws NotReadyException if no broker's name can be resolved */
    public Brokers(Map<String, Object> clients) {
        bootstrap = clients.getOrDefault(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, "");
        Map<String, Object> config = new HashMap<>(clients);
        config.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
        config.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 8_000);
        try {
            admin = Admin.create(config);
        } catch (KafkaException e) {
            throw unreachable(e);
        }
    }

    Object bootstrap() {
        return bootstrap;
    }

    Admin admin() {
        return admin;
    }

    /**
     * @param what is awaited, for messages
     * @throws NotReadyException if the brokers do not answer in time or answer with an error
     */
    <T> T await(String what, KafkaFuture<T> answer) {
        try {
            return get(answer);
        } catch (ExecutionException e) {
            throw refused(what, e);
        }
    }

    /** As {@link #await}, but returns nothing if the brokers answer with that kind of error. */
    <T> @Nullable T awaitUnless(Class<? extends Exception> nothing, String what, KafkaFuture<T> answer) {
        try {
            return get(answer);
        } catch (ExecutionException e) {
            if (nothing.isInstance(e.getCause())) {
                return null;
            }
            throw refused(what, e);
        }
    }

    private <T> T get(KafkaFuture<T> answer) throws ExecutionException {
        try {
            return answer.get(DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NotReadyException("the end of the process", e);
        } catch (TimeoutException e) {
            throw unreachable(e);
        }
    }

    private NotReadyException refused(String what, ExecutionException e) {
        Throwable cause = e.getCause();
        if (cause == null || cause instanceof org.apache.kafka.common.errors.TimeoutException) {
            return unreachable(e);
        }
        return new NotReadyException(what + ": " + cause.getMessage(), e);
    }

    private NotReadyException unreachable(Exception e) {
        return new NotReadyException("Kafka at " + bootstrap, e);
    }

    @Override
    public void close() {
        admin.close(Duration.ZERO);
    }
}
