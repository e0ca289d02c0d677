package io.github.refundworker.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DeadLettersTest {
    private static final int LIMIT = 100_000;
    private final DeadLetters letters = new DeadLetters(LIMIT);

    private static ConsumerRecord<byte[], byte[]> record(
            byte @Nullable [] key, byte @Nullable [] value, Headers headers) {
        return new ConsumerRecord<>(
                "refund-requests",
                3,
                42,
                1_700_000_000_000L,
                TimestampType.CREATE_TIME,
                0,
                0,
                key,
                value,
                headers,
                Optional.empty());
    }

    private DeadLetter letter(byte @Nullable [] key, byte @Nullable [] value, Headers headers) {
        return letters.of(
                record(key, value, headers), DeadLetterReason.UNREADABLE, IllegalStateException.class, "no JSON");
    }

    private static String text(DeadLetter letter, String header) {
        return new String(letter.headers().lastHeader(header).value(), UTF_8);
    }

    private static ByteBuffer number(DeadLetter letter, String header) {
        return ByteBuffer.wrap(letter.headers().lastHeader(header).value());
    }

    @Test
    void shouldKeepTheRecordAndSayWhereItCameFromAndWhyItDied() {
        Headers headers = new RecordHeaders().add("x", new byte[] {1});
        byte[] key = "ch_1".getBytes(UTF_8);
        byte[] value = {(byte) 0xff, 0};

        DeadLetter letter = letter(key, value, headers);

        assertThat(letter.key()).isEqualTo(key);
        assertThat(letter.value()).isEqualTo(value);
        assertThat(letter.headers().lastHeader("x").value()).containsExactly(1);
        assertThat(text(letter, "kafka_dlt-original-topic")).isEqualTo("refund-requests");
        assertThat(number(letter, "kafka_dlt-original-partition").getInt()).isEqualTo(3);
        assertThat(number(letter, "kafka_dlt-original-offset").getLong()).isEqualTo(42);
        assertThat(number(letter, "kafka_dlt-original-timestamp").getLong()).isEqualTo(1_700_000_000_000L);
        assertThat(text(letter, "kafka_dlt-original-timestamp-type")).isEqualTo("CreateTime");
        assertThat(text(letter, "kafka_dlt-exception-fqcn")).isEqualTo("java.lang.IllegalStateException");
        assertThat(text(letter, "kafka_dlt-exception-message")).isEqualTo("no JSON");
        assertThat(text(letter, "refunds-dlt-reason")).isEqualTo("UNREADABLE");
        assertThat(letter.headers().lastHeader("refunds-dlt-truncated")).isNull();
    }

    @Test
    void shouldKeepWhatIsNotThere() {
        DeadLetter letter = letter(null, null, new RecordHeaders());

        assertThat(letter.key()).isNull();
        assertThat(letter.value()).isNull();
    }

    @Test
    void shouldAppendToTheHeadersOfAnEarlierDeath() {
        DeadLetter first = letter(null, null, new RecordHeaders());
        DeadLetter second = letter(null, null, first.headers());

        assertThat(second.headers().headers("refunds-dlt-reason")).hasSize(2);
    }

    @Test
    void shouldCutWhatWouldNotFit() {
        Headers headers = new RecordHeaders().add("big", new byte[50_000]);

        DeadLetter letter = letter(new byte[90_000], new byte[200_000], headers);

        assertThat(size(letter)).isLessThan(LIMIT);
        assertThat(letter.value()).hasSizeGreaterThan(80_000);
        assertThat(letter.headers().lastHeader("big")).isNull();
        assertThat(text(letter, "refunds-dlt-truncated")).startsWith("key=90000,value=200000,headers=50");
        assertThat(number(letter, "kafka_dlt-original-offset").getLong()).isEqualTo(42);
    }

    @Test
    void shouldCutALongMessage() {
        DeadLetter letter = letters.of(
                record(null, null, new RecordHeaders()),
                DeadLetterReason.UNDECIDABLE,
                IllegalStateException.class,
                "x".repeat(100_000));

        assertThat(text(letter, "kafka_dlt-exception-message")).hasSizeLessThan(1_100);
    }

    @Test
    void shouldSayWhereInTheCodeItDiedAndBoundIt() {
        DeadLetter letter = letters.of(
                record(null, new byte[200_000], new RecordHeaders()),
                DeadLetterReason.UNDECIDABLE,
                new IllegalStateException("x".repeat(100_000)));
        DeadLetter brief = letters.of(
                record(null, null, new RecordHeaders()),
                DeadLetterReason.UNDECIDABLE,
                new IllegalStateException("no sense"));

        assertThat(size(letter)).isLessThan(LIMIT);
        assertThat(text(brief, "kafka_dlt-exception-fqcn")).isEqualTo("java.lang.IllegalStateException");
        assertThat(text(brief, "kafka_dlt-exception-message")).isEqualTo("no sense");
        assertThat(text(brief, "kafka_dlt-exception-stacktrace"))
                .startsWith("java.lang.IllegalStateException: no sense")
                .contains("at io.github.refundworker.deadletter.DeadLettersTest");
    }

    private static int size(DeadLetter letter) {
        int size = letter.key() == null ? 0 : letter.key().length;
        size += letter.value() == null ? 0 : letter.value().length;
        for (Header header : letter.headers()) {
            size += header.key().length() + header.value().length;
        }
        return size;
    }
}
