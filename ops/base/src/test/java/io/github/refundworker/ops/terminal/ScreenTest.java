package io.github.refundworker.ops.terminal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.refundworker.ops.terminal.Screen.Part;
import io.github.refundworker.ops.terminal.Screen.Tone;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScreenTest {

    @Test
    void shouldPaintOnlyWhatItPaintsItself() {
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        new Screen(new PrintStream(written, true, UTF_8), true)
                .line(List.of(new Part(Tone.BAD, "a\u001b[32mb"), new Part(Tone.PLAIN, "c\nd")));

        assertThat(written.toString(UTF_8)).isEqualTo("\u001b[31ma·[32mb\u001b[0mc·d\n");
    }

    @Test
    void shouldHaveColoursOnATerminalThatHasThem() {
        assertThat(Screen.wantsColour(true, null, "xterm")).isTrue();
        assertThat(Screen.wantsColour(true, "", "xterm")).isTrue();
        assertThat(Screen.wantsColour(true, "1", "xterm")).isFalse();
        assertThat(Screen.wantsColour(true, null, null)).isFalse();
        assertThat(Screen.wantsColour(true, null, "dumb")).isFalse();
        assertThat(Screen.wantsColour(false, null, "xterm")).isFalse();
    }

    @Test
    void shouldBelieveAWidthThatIsOne() {
        assertThat(Screen.columns("40")).isEqualTo(40);
        assertThat(Screen.columns(null)).isEqualTo(80);
        assertThat(Screen.columns("0")).isEqualTo(80);
        assertThat(Screen.columns("wide")).isEqualTo(80);
    }
}
