package io.github.refundworker.ops.terminal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.refundworker.ops.client.JsonHttp;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrintableTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\n", "\r", "\t", "\u0000", "\u001b", "\u007f", "\u0085", "\u009b", "\u200b", "\u200e", "\u202e",
                "\u2066", "\u2028", "\u2029", "\ufeff", "\ud83d", "\udc00", "\ue000", "\ufff9"
            })
    void shouldShowADotForWhatIsNotToBeSeenAsItself(String character) {
        assertThat(Printable.text("a" + character + "b")).isEqualTo("a·b");
        assertThat(Printable.json("{\"a\":\"" + character + "\"}"))
                .isEqualTo("{\"a\":\"\\u%04x\"}", (int) character.charAt(0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"größe", "日本語", "\ud83d\ude00", "a b", "→ · …", "e\u0301"})
    void shouldLeaveWhatPeopleWrite(String text) {
        assertThat(Printable.text(text)).isEqualTo(text);
        assertThat(Printable.json(text)).isEqualTo(text);
        assertThat(Printable.isDamaged(text)).isFalse();
    }

    @Test
    void shouldKeepTheMeaningOfJson() {
        Map<String, String> value = Map.of("a\u202eb", "x\u2028\n\u001b\udb40\udc01y\"\\");

        String json = JsonHttp.MAPPER.writeValueAsString(value);
        assertThat(JsonHttp.MAPPER.readTree(Printable.json(json))).isEqualTo(JsonHttp.MAPPER.readTree(json));
    }

    @ParameterizedTest
    @ValueSource(strings = {"r\ufffdck", "\ud83d", "a\udc00b"})
    void shouldKnowATextThatHasLostSomething(String text) {
        assertThat(Printable.isDamaged(text)).isTrue();
    }

    @Test
    void shouldPrintATraceWhoseMessageMovesNoCursor() {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        PrintStream before = System.err;
        System.setErr(new PrintStream(err, true, UTF_8));
        try {
            Printer.trace(new IllegalStateException("a record says \u001b[2K\u202e"));
        } finally {
            System.setErr(before);
        }
        assertThat(err.toString(UTF_8))
                .startsWith("java.lang.IllegalStateException: a record says ·[2K·\n    at ")
                .doesNotContainPattern("[\\p{C}&&[^\\n]]");
    }
}
