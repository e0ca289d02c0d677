package io.github.refundworker.ops.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.refundworker.contracts.EventHeaders;
import io.github.refundworker.contracts.EventTypes;
import io.github.refundworker.contracts.RefundEvent;
import io.github.refundworker.contracts.RefundStatus;
import io.github.refundworker.contracts.StatusInfo;
import io.github.refundworker.ops.client.JsonHttp;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Measures how fast the console catches up and answers: {@code Measure [REFUNDS]}. It is run by hand. */
final class Measure {

    private static final int SEARCHES = 40;
    private static final List<String> CURRENCIES = List.of("USD", "EUR", "GBP", "USD", "JPY", "USD", "EUR", "CHF");

    private Measure() {}

    public static void main(String[] args) throws Exception {
        int refunds = args.length > 0 ? Integer.parseInt(args[0]) : 1_000_000;
        try (TestTopics topics = new TestTopics()) {
            long wrote = System.nanoTime();
            write(topics, refunds);
            System.out.printf("wrote %,d events in %.1f s%n", 2L * refunds, seconds(wrote));
            Path directory = Files.createTempDirectory("console");
            long from = System.nanoTime();
            try (RunningConsole console = RunningConsole.local(
                    topics,
                    "measured",
                    "--spring.datasource.url=jdbc:h2:file:" + directory.resolve("db") + ";CACHE_SIZE=262144")) {
                long up = System.nanoTime();
                while (!isDone(console, 2L * refunds)) {
                    Thread.sleep(200);
                }
                System.out.printf(
                        "caught up in %.1f s: %,.0f events/s (start of the console %.1f s)%n",
                        seconds(up), 2.0 * refunds / seconds(up), (up - from) / 1e9);
                search(console, refunds);
            }
        }
        System.exit(0);
    }

    private static boolean isDone(RunningConsole console, long events) {
        Long copied = console.jdbc()
                .queryForObject("select coalesce(sum(refunds), 0) from total where status <> 'PENDING'", Long.class);
        Long behind = console.freshness().behind();
        return copied != null && copied == events / 2 && behind != null && behind == 0;
    }

    private static void write(TestTopics topics, int refunds) {
        try (KafkaProducer<byte[], byte[]> producer = topics.access.writer(
                Duration.ofMinutes(2),
                Map.of(
                        "linger.ms",
                        "20",
                        "batch.size",
                        "262144",
                        "buffer.memory",
                        "67108864",
                        "compression.type",
                        "lz4"))) {
            Random random = new Random(1);
            Instant start = Instant.now().minus(Duration.ofDays(30));
            for (int i = 0; i < refunds; i++) {
                String name = "m-" + i;
                String charge = "ch_" + i / 2;
                String currency = CURRENCIES.get(i % CURRENCIES.size());
                String amount = (1 + random.nextInt(500)) + "." + (10 + random.nextInt(90));
                Instant at = start.plusMillis(i * 2_500L);
                send(
                        topics,
                        producer,
                        charge,
                        EventTypes.CREATED,
                        name + "/1",
                        TestTopics.created(
                                name,
                                TestTopics.refund(name, charge, 1, RefundStatus.PENDING, amount, currency, null, at)));
                boolean fails = i % 50 == 7;
                StatusInfo why = fails
                        ? new StatusInfo(i % 5_000 == 7 ? "CHARGE_DISPUTED" : "MERCHANT_BALANCE_INSUFFICIENT", "no")
                        : null;
                send(
                        topics,
                        producer,
                        charge,
                        EventTypes.UPDATED,
                        name + "/2",
                        TestTopics.updated(
                                name,
                                TestTopics.refund(
                                        name,
                                        charge,
                                        2,
                                        fails ? RefundStatus.FAILED : RefundStatus.SUCCEEDED,
                                        amount,
                                        currency,
                                        why,
                                        at)));
            }
        }
    }

    private static void send(
            TestTopics topics,
            KafkaProducer<byte[], byte[]> producer,
            String charge,
            String type,
            String id,
            RefundEvent event) {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                topics.names.status(), charge.getBytes(UTF_8), JsonHttp.MAPPER.writeValueAsBytes(event));
        record.headers().add(EventHeaders.TYPE, type.getBytes(UTF_8)).add(EventHeaders.ID, id.getBytes(UTF_8));
        producer.send(record);
    }

    private static void search(RunningConsole console, int refunds) throws Exception {
        Random random = new Random(2);
        try (HttpClient client = HttpClient.newBuilder()
                .cookieHandler(new CookieManager())
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build()) {
            get(client, console.uri.resolve("/enter?key=" + RunningConsole.KEY));
            List<Double> all = new ArrayList<>();
            all.addAll(time("newest", client, console, () -> "/refunds"));
            all.addAll(time("by charge", client, console, () -> "/refunds?q=ch_" + random.nextInt(refunds / 2)));
            all.addAll(time(
                    "by refund", client, console, () -> "/refunds?q=" + TestTopics.id("m-" + random.nextInt(refunds))));
            all.addAll(time("by provider's id", client, console, () -> "/refunds?q=re_m-" + random.nextInt(refunds)));
            all.addAll(time("by status", client, console, () -> "/refunds?status=FAILED"));
            all.addAll(time("common status", client, console, () -> "/refunds?status=SUCCEEDED"));
            all.addAll(time("by code", client, console, () -> "/refunds?code=CHARGE_DISPUTED"));
            all.addAll(time("by currency", client, console, () -> "/refunds?currency=CHF"));
            all.addAll(time(
                    "code and currency",
                    client,
                    console,
                    () -> "/refunds?code=MERCHANT_BALANCE_INSUFFICIENT&currency=CHF"));
            all.addAll(time(
                    "wide range of amounts",
                    client,
                    console,
                    () -> "/refunds?min=" + (1 + random.nextInt(250)) + "&max=400"));
            all.addAll(time("exact amount", client, console, () -> {
                String amount = (1 + random.nextInt(500)) + "." + (10 + random.nextInt(90));
                return "/refunds?currency=USD&min=" + amount + "&max=" + amount;
            }));
            all.addAll(time("one hour", client, console, () -> {
                Instant at = Instant.now().minus(Duration.ofHours(24 + random.nextInt(600)));
                return "/refunds?from=" + at.toString().substring(0, 16) + "&to="
                        + at.plus(Duration.ofHours(1)).toString().substring(0, 16);
            }));
            all.addAll(time(
                    "deep page",
                    client,
                    console,
                    () -> "/refunds?after=" + Instant.now().minus(Duration.ofHours(24 + random.nextInt(600)))
                            + "%20x"));
            all.addAll(time(
                    "deep page of a status",
                    client,
                    console,
                    () -> "/refunds?status=SUCCEEDED&after="
                            + Instant.now().minus(Duration.ofHours(24 + random.nextInt(600))) + "%20x"));
            all.addAll(time(
                    "one refund",
                    client,
                    console,
                    () -> "/refund?id=" + TestTopics.id("m-" + random.nextInt(refunds))));
            all.addAll(time("one charge", client, console, () -> "/charge?id=ch_" + random.nextInt(refunds / 2)));
            all.addAll(time("now", client, console, () -> "/now"));
            all.addAll(time("review", client, console, () -> "/review"));
            print("all", all);
        }
    }

    private static List<Double> time(String what, HttpClient client, RunningConsole console, Supplier<String> path)
            throws Exception {
        List<Double> times = new ArrayList<>();
        for (int i = 0; i < SEARCHES; i++) {
            URI uri = console.uri.resolve(path.get());
            long from = System.nanoTime();
            get(client, uri);
            if (i > 2) {
                times.add(seconds(from) * 1_000);
            }
        }
        print(what, times);
        return times;
    }

    private static void print(String what, List<Double> times) {
        double[] sorted = times.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        System.out.printf(
                "%-24s p50 %6.1f ms  p99 %6.1f ms  max %6.1f ms%n",
                what, sorted[sorted.length / 2], sorted[(int) (sorted.length * 0.99)], sorted[sorted.length - 1]);
    }

    private static void get(HttpClient client, URI uri) throws Exception {
        int status = client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                .statusCode();
        if (status != 200) {
            throw new IllegalStateException(uri + " answered " + status);
        }
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }
}
