package io.github.refundworker.ops.deadletter.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.refundworker.ops.deadletter.letter.DeadLetterTopic;
import io.github.refundworker.ops.deadletter.letter.LetterId;
import io.github.refundworker.ops.deadletter.letter.LetterState;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlanFileTest {

    @TempDir
    Path directory;

    private static Plan plan() {
        return PlanFile.plan(
                DeadLetterTopic.REQUESTS,
                "cluster",
                "topic",
                "2026-11-24T10:00:00Z",
                "reason=MISKEYED",
                Set.of(LetterState.OPEN, LetterState.PARKED),
                Map.of(1, 20L, 0, 10L),
                List.of(new LetterId(1, 3), new LetterId(0, 7), new LetterId(0, 5), new LetterId(0, 7)));
    }

    @Test
    void shouldBeReadAsItWasWritten() throws Exception {
        Path file = directory.resolve("plan");
        PlanFile.write(plan(), file);

        assertThat(PlanFile.read(file)).isEqualTo(plan());
        assertThat(plan().letters()).containsExactly(new LetterId(0, 5), new LetterId(0, 7), new LetterId(1, 3));
        assertThat(Files.readAllLines(file)).hasSize(4).last().isEqualTo("\"1/3\"");
    }

    @Test
    void shouldBeAnotherPlanWithoutOneOfItsLines() throws Exception {
        Path file = directory.resolve("plan");
        PlanFile.write(plan(), file);
        Files.write(file, Files.readAllLines(file).subList(0, 3));

        Plan shorter = PlanFile.read(file);

        assertThat(shorter.id()).isNotEqualTo(plan().id());
        assertThat(shorter.letters()).hasSize(2);
    }

    @Test
    void shouldNotWriteOverAFile() throws Exception {
        Path file = Files.writeString(directory.resolve("plan"), "mine");

        assertThatThrownBy(() -> PlanFile.write(plan(), file)).isInstanceOf(FileAlreadyExistsException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no JSON", "{}", "{\"plan\":2}", "[]"})
    void shouldSayWhatIsNoPlan(String content) throws Exception {
        Path file = Files.writeString(directory.resolve("plan"), content);

        assertThatThrownBy(() -> PlanFile.read(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageEndingWith("is no plan of this version of refundctl");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0/5", "\"0/x\"", "\"", "\"0/5\", \"0/6\""})
    void shouldSayWhichLineIsNoLetter(String line) throws Exception {
        Path file = directory.resolve("plan");
        PlanFile.write(plan(), file);
        Files.writeString(file, Files.readString(file) + line + "\n");

        assertThatThrownBy(() -> PlanFile.read(file)).isInstanceOf(IllegalArgumentException.class);
    }
}
