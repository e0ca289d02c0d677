package io.github.refundworker.ops.terminal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import me.tongfei.progressbar.TerminalUtils;
import org.junit.jupiter.api.Test;

class BarTest {
    /** What stands there in the end: a line that is begun again with a carriage return covers what it said before. */
    private static List<String> shown(Consumer<Bar> use) {
        PrintStream err = System.err;
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        System.setErr(new PrintStream(written, true, UTF_8));
        try (Bar bar = new Bar(true)) {
            use.accept(bar);
        } finally {
            System.setErr(err);
        }
        return Stream.of(written.toString(UTF_8).split("\n", -1))
                .map(line -> line.substring(line.lastIndexOf('\r') + 1).replaceAll(" +", " "))
                .filter(line -> !line.isEmpty())
                .toList();
    }

    @Test
    void shouldLeaveLegibleWhatIsSaidInBetween() {
        List<String> lines = shown(bar -> {
            bar.at("replay", 0, 10);
            bar.at("replay", 5, 10);
            bar.say("waiting");
            bar.at("replay", 10, 10);
        });

        assertThat(lines).hasSize(3);
        assertThat(lines.getFirst()).startsWith("replay 50%").contains(" 5/10 ");
        assertThat(lines.get(1)).isEqualTo("refundctl: waiting");
        assertThat(lines.getLast()).startsWith("replay 100%").contains(" 10/10 ");
    }

    @Test
    void shouldHaveALineForEachPhase() {
        List<String> lines = shown(bar -> {
            bar.at("warm-up", 2, 2);
            bar.at("load", 1, 4);
        });

        assertThat(lines).hasSize(2);
        assertThat(lines.getFirst()).startsWith("warm-up 100%");
        assertThat(lines.getLast()).startsWith("load 25%");
    }

    /** Before the library's timer has drawn it once, which is when a machine is busy. */
    @Test
    void shouldEndTheLineOfABarThatIsClosedAtOnce() {
        List<String> lines = shown(bar -> {
            for (int i = 0; i < 200; i++) {
                bar.at("phase " + i, 1, 2);
            }
        });

        assertThat(lines).hasSize(200);
    }

    /** Whose terminal takes SIGINT for its own: Ctrl-C would end the process before its work is finished and recorded. */
    @Test
    void shouldNotOpenTheTerminalOfItsLibrary() throws ReflectiveOperationException {
        Field terminal = TerminalUtils.class.getDeclaredField("terminal");
        terminal.setAccessible(true);
        List<Object> opened = new ArrayList<>();
        shown(bar -> {
            bar.at("replay", 5, 10);
            try {
                opened.add(terminal.get(null));
            } catch (IllegalAccessException e) {
                throw new IllegalStateException(e);
            }
        });

        assertThat(opened).containsOnlyNulls();
    }
}
