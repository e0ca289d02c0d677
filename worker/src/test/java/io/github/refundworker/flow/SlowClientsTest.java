package io.github.refundworker.flow;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.refundworker.Signatures;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Clients without credentials that begin a request and do not end it. */
@ExtendWith(TwoWorkers.Started.class)
class SlowClientsTest {
    private static final String WEBHOOK =
            "POST /webhooks/simulator HTTP/1.1\r\nHost: worker\r\nContent-Length: 131072\r\n\r\n";

    /** All but a few bytes of the longest body, which the worker waits for. */
    private static final byte[] MOST_OF_A_BODY = new byte[131_000];

    private final Installation worker;
    private final List<Socket> sockets = new ArrayList<>();

    SlowClientsTest(TwoWorkers workers) {
        this.worker = workers.first;
    }

    @AfterEach
    void close() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    /** @param from one of the loopback's addresses */
    private Socket connect(String from) throws IOException {
        URI uri = worker.uri("/");
        Socket socket = new Socket();
        sockets.add(socket);
        socket.bind(new InetSocketAddress(from, 0));
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), uri.getPort()));
        return socket;
    }

    private static void send(Socket socket, byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
    }

    private static boolean isClosedByTheWorker(Socket socket) {
        try {
            send(socket, new byte[] {'a'});
            // What was answered meanwhile is read over.
            byte[] answer = new byte[1024];
            while (socket.getInputStream().available() > 0) {
                socket.getInputStream().read(answer);
            }
            return false;
        } catch (IOException _) {
            return true;
        }
    }

    @Test
    void shouldCloseTheConnectionOfAClientThatSendsAByteNowAndThen() throws IOException {
        Map<String, Socket> open = new HashMap<>();
        for (String beginning : List.of(
                "GET /livez HT",
                "GET /livez HTTP/1.1\r\nHost: worker\r\nX-Long: ",
                WEBHOOK,
                "POST /webhooks/simulator HTTP/1.1\r\nHost: worker\r\nTransfer-Encoding: chunked\r\n\r\n1;a=",
                // This one is answered at once, and Tomcat waits for its body all the same.
                "POST /v1/charges HTTP/1.1\r\nHost: worker\r\nContent-Length: 131072\r\n\r\n")) {
            Socket socket = connect("127.0.0.1");
            send(socket, beginning.getBytes(US_ASCII));
            open.put(beginning, socket);
        }

        await().pollInterval(Duration.ofMillis(250))
                .atMost(TwoWorkers.REQUEST_LIMIT.multipliedBy(3))
                .untilAsserted(() -> {
                    open.values().removeIf(SlowClientsTest::isClosedByTheWorker);
                    assertThat(open.keySet()).as("what is still served").isEmpty();
                });
    }

    @Test
    void shouldTakeNoticesAlthoughSomebodyLeavesHundredsUnfinished() throws IOException {
        for (int i = 0; i < 200; i++) {
            Socket socket = connect("127.0.0." + (2 + i % 4));
            send(socket, WEBHOOK.getBytes(US_ASCII));
            send(socket, MOST_OF_A_BODY);
        }
        Set<Socket> refused = new HashSet<>();
        await().atMost(TwoWorkers.REQUEST_LIMIT).untilAsserted(() -> {
            for (Socket socket : sockets) {
                socket.setSoTimeout(20);
                if (!refused.contains(socket) && answer(socket).contains("503")) {
                    refused.add(socket);
                }
            }
            assertThat(refused)
                    .as("bodies for which there is no room in 8 MiB, or more than 32 of one address")
                    .hasSizeGreaterThanOrEqualTo(200 - 8 * 1024 * 1024 / MOST_OF_A_BODY.length);
        });

        assertThat(worker.get("/livez").statusCode()).isEqualTo(200);
        await().atMost(TwoWorkers.REQUEST_LIMIT.multipliedBy(3))
                .untilAsserted(() -> assertThat(notice()).isEqualTo(204));
    }

    private static String answer(Socket socket) {
        byte[] answer = new byte[4096];
        try {
            int read = socket.getInputStream().read(answer);
            return new String(answer, 0, Math.max(read, 0), US_ASCII);
        } catch (IOException _) {
            return "";
        }
    }

    private int notice() {
        String body = "{\"id\": \"evt_in_time\", \"type\": \"refund.updated\", \"chargeId\": \"ch_in_time\"}";
        return worker.send(HttpRequest.newBuilder(worker.uri("/webhooks/simulator"))
                        .header(
                                "Refund-Webhook-Signature",
                                Signatures.of(TwoWorkers.WEBHOOK_SECRETS.getLast(), Instant.now(), body))
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build())
                .statusCode();
    }
}
