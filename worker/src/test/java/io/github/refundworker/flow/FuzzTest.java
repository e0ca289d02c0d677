package io.github.refundworker.flow;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import io.github.refundworker.Mutants;
import io.github.refundworker.contracts.Samples;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

/**
 * Whatever comes in, there is an answer that blames the sender, and no log holds what was sent. {@code -Dfuzz=n} sets how
 * many of each kind there are: 350000 make a million and three quarters of all.
 */
@ExtendWith(TwoWorkers.Started.class)
class FuzzTest {
    private static final int COUNT = Integer.getInteger("fuzz", 2_000);
    private static final int CONNECTIONS = 4;

    /** What must not be found in any log: it stands in everything that is sent. */
    private static final String CARD = MutantNotices.CARD;

    private static final List<String> CANARIES =
            List.of(CARD, MutantNotices.SECRET, Installation.API_KEY, TwoWorkers.TOKEN);

    private static final List<byte[]> QUERIES = bytes(List.of(
            "/v1/refunds?chargeId=ch_" + CARD,
            "/v1/refunds?chargeId=ch_" + CARD + "&status=PENDING,SUCCEEDED&limit=2&cursor=AT9sHB56UosOnVQMi38eKpA",
            "/v1/refunds?chargeId=ch_" + CARD + "&minRevision=1&limit=100",
            "/v1/refunds/3f6c1c1e-7a52-8b0e-9d54-0c8b7f1e2a90?minRevision=2&x=" + CARD,
            "/v1/charges/ch_" + CARD + "?minRevision=1",
            "/v1/charges/ch_" + CARD + ";a=%41?minRevision=1",
            "/v1/charges/a%2Fb%3B%25%5C" + CARD,
            "/v1/openapi.yaml?x=" + CARD,
            "/webhooks/simulator?x=" + CARD,
            "/livez?x=" + CARD,
            "/livez?=x=" + CARD,
            "/drill/ledger?x=" + CARD));

    private final Installation worker;
    private final Queue<String> leaks = new ConcurrentLinkedQueue<>();
    private final Queue<String> unanswered = new ConcurrentLinkedQueue<>();
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final List<Appender<ILoggingEvent>> silenced = new ArrayList<>();
    private final AppenderBase<ILoggingEvent> listener = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            String text = event.getFormattedMessage() + messages(event.getThrowableProxy());
            if (CANARIES.stream().anyMatch(text::contains)) {
                leaks.add(event.getLoggerName() + ": " + text);
            }
        }
    };

    FuzzTest(TwoWorkers workers) {
        this.worker = workers.first;
    }

    private static List<byte[]> bytes(List<String> texts) {
        return texts.stream().map(text -> text.getBytes(UTF_8)).toList();
    }

    private static String messages(@Nullable IThrowableProxy thrown) {
        return thrown == null ? "" : "\n" + thrown.getMessage() + messages(thrown.getCause());
    }

    /** As in production, at INFO, but into this test instead of the console. */
    @BeforeEach
    void listen() {
        root.iteratorForAppenders().forEachRemaining(silenced::add);
        silenced.forEach(root::detachAppender);
        listener.start();
        root.addAppender(listener);
        root.setLevel(Level.INFO);
    }

    @AfterEach
    void silence() {
        root.setLevel(Level.WARN);
        root.detachAppender(listener);
        silenced.forEach(root::addAppender);
    }

    private interface Attempt {
        /** @return its status and code */
        String send(RawHttp connection, Random random) throws IOException;
    }

    /** How often each answer was given. */
    private Map<String, Long> answers(Attempt attempt) throws InterruptedException {
        Map<String, Long> answers = new TreeMap<>();
        Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            int seed = i;
            threads.add(Thread.ofPlatform().start(() -> {
                Random random = new Random(20261101 + seed);
                try (RawHttp connection = new RawHttp(worker.uri("/"))) {
                    for (int n = seed; n < COUNT; n += CONNECTIONS) {
                        String answer = attempt.send(connection, random);
                        synchronized (answers) {
                            answers.merge(answer, 1L, Long::sum);
                        }
                    }
                } catch (IOException | RuntimeException e) {
                    failures.add(e);
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(failures).isEmpty();
        return answers;
    }

    private String answer(byte[] head, RawHttp.Response response) {
        boolean excused = response.status() == 503 && response.body().contains("REVISION_NOT_REACHED");
        if (response.status() >= 500 && !excused && response.status() != 505) {
            unanswered.add(response.status() + " to " + new String(head, ISO_8859_1));
        }
        return response.status() + (excused ? " REVISION_NOT_REACHED" : "");
    }

    /** Without line ends, which would make two requests of one. */
    private static byte[] target(Random random) {
        byte[] target = Mutants.mutated(QUERIES.get(random.nextInt(QUERIES.size())), random);
        for (int i = 0; i < target.length; i++) {
            if (target[i] == '\r' || target[i] == '\n') {
                target[i] = '~';
            }
        }
        return target;
    }

    @Test
    void shouldAnswerEveryQueryString() throws InterruptedException {
        Map<String, Long> answers = answers((connection, random) -> {
            ByteArrayOutputStream head = new ByteArrayOutputStream();
            head.writeBytes("GET ".getBytes(UTF_8));
            head.writeBytes(target(random));
            String key = random.nextInt(10) == 0 ? CARD : Installation.API_KEY;
            head.writeBytes((" HTTP/1.1\r\nHost: x\r\nX-Api-Key: " + key).getBytes(UTF_8));
            return answer(head.toByteArray(), connection.send(head.toByteArray(), new byte[0]));
        });

        assertThat(unanswered).isEmpty();
        assertThat(answers.keySet())
                .as("%s", answers)
                .contains("200", "400", "401", "404")
                .isSubsetOf("200", "400", "401", "403", "404", "405", "414", "505", "503 REVISION_NOT_REACHED");
        assertNothingWasLeftBehind();
    }

    @ParameterizedTest
    @EnumSource
    void shouldAnswerEveryWebhook(MutantNotices notices) throws InterruptedException {
        Map<String, Long> answers = answers((connection, random) -> {
            MutantNotices.Notice notice = notices.next(random);
            String head = "POST /webhooks/" + notices.account + " HTTP/1.1\r\nHost: x\r\nContent-Length: "
                    + notice.body().length + notice.header();
            return answer(notice.body(), connection.send(head.getBytes(ISO_8859_1), notice.body()));
        });

        assertThat(unanswered).isEmpty();
        assertThat(answers.keySet())
                .as("%s", answers)
                .contains("204", "400", "401")
                .isSubsetOf("204", "400", "401");
        assertNothingWasLeftBehind();
    }

    @Test
    void shouldTakeEveryRequestRecord() {
        Random random = new Random(20261101);
        List<byte[]> seeds = new ArrayList<>();
        Samples.valid("refund-request")
                .values()
                .forEach(sample -> seeds.add(new String(sample, UTF_8)
                        .replaceFirst("\\{", "{\"card\":\"" + CARD + "\",")
                        .getBytes(UTF_8)));
        for (int n = 0; n < COUNT; n++) {
            byte[] key = random.nextInt(20) == 0 ? null : Mutants.mutated("ch_1024".getBytes(UTF_8), random);
            worker.sendLater(key, Mutants.mutated(seeds.get(random.nextInt(seeds.size())), random));
        }
        worker.sendLater("ch_last".getBytes(UTF_8), new byte[] {0});

        await().atMost(Duration.ofMinutes(10)).until(worker::hasTakenAllRequests);
        assertNothingWasLeftBehind();
    }

    private void assertNothingWasLeftBehind() {
        assertThat(worker.get("/livez").statusCode()).isEqualTo(200);
        assertThat(worker.get("/readyz").body()).contains("\"UP\"");
        assertThat(leaks).isEmpty();
    }
}
