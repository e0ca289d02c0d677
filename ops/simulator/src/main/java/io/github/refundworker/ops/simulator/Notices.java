package io.github.refundworker.ops.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Posts the contract's webhooks, and repeats each until the receiver accepts it. Webhooks that are not accepted
 * before the process ends are lost.
 */
final class Notices implements AutoCloseable {
    private static final Duration CALL = Duration.ofSeconds(10);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    private static final int ATTEMPTS = 20;

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private final URI url;
    private final SecretKeySpec secret;
    private final InstantSource clock;

    Notices(URI url, String secret, InstantSource clock) {
        this.url = url;
        this.secret = new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256");
        this.clock = clock;
    }

    /** Sends a webhook once the change is on disk. Returns at once. */
    void tell(String type, Refund refund) {
        Map<String, Object> notice = new LinkedHashMap<>();
        notice.put("id", "evt_" + UUID.randomUUID());
        notice.put("type", type);
        notice.put("chargeId", refund.charge().id());
        notice.put("refundId", refund.id());
        if (refund.reference() != null) {
            notice.put("reference", refund.reference());
        }
        notice.put("created", clock.instant().getEpochSecond());
        notice.put("refund", refund.view());
        tell(refund.charge(), notice);
    }

    /** Sends a webhook about the charge itself. */
    void tellOfCharge(Charge charge) {
        Map<String, Object> notice = new LinkedHashMap<>();
        notice.put("id", "evt_" + UUID.randomUUID());
        notice.put("type", "charge.updated");
        notice.put("chargeId", charge.id());
        notice.put("created", clock.instant().getEpochSecond());
        tell(charge, notice);
    }

    private void tell(Charge charge, Map<String, Object> notice) {
        byte[] body = Json.MAPPER.writeValueAsBytes(notice);
        threads.execute(() -> {
            charge.awaitDurable();
            deliver(body);
        });
    }

    private void deliver(byte[] body) {
        Duration pause = FIRST_PAUSE;
        try {
            for (int attempt = 0; attempt < ATTEMPTS && !isTaken(body); attempt++) {
                Thread.sleep(pause);
                pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Also true if the receiver refused it for good. */
    private boolean isTaken(byte[] body) throws InterruptedException {
        long now = clock.instant().getEpochSecond();
        HttpRequest request = HttpRequest.newBuilder(url)
                .timeout(CALL)
                .header("Content-Type", "application/json")
                .header("Refund-Webhook-Signature", "t=" + now + ",v1=" + signature(now, body))
                .POST(BodyPublishers.ofByteArray(body))
                .build();
        try {
            int status = client.send(request, BodyHandlers.discarding()).statusCode();
            return status != 429 && status < 500;
        } catch (IOException e) {
            return false;
        }
    }

    private String signature(long time, byte[] body) {
        try {
            Mac mac = Mac.getInstance(secret.getAlgorithm());
            mac.init(secret);
            mac.update((time + ".").getBytes(UTF_8));
            return HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
        client.shutdownNow();
    }
}
