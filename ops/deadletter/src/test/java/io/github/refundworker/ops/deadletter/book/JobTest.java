package io.github.refundworker.ops.deadletter.book;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.refundworker.ops.client.JsonHttp;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class JobTest {

    private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");

    @Test
    void shouldCountWhatIsGivenUpAsDiscarded() {
        Job job = Job.begun("j", Job.Kind.DISCARD, null, "ann", "spam", 5, NOW)
                .advanced(0, 2, 0, 0, NOW)
                .advanced(0, 3, 0, 0, NOW)
                .ended(Job.Status.DONE, null, NOW);

        assertThat(job.discarded()).isEqualTo(5);
        assertThat(job.parked()).isZero();
        assertThat(job.dealtWith()).isEqualTo(5);
    }

    @Test
    void shouldCountWhatIsPutAsideAsParked() {
        Job job = Job.begun("j", Job.Kind.PARK, null, "ann", "spam", 5, NOW).advanced(0, 2, 0, 0, NOW);

        assertThat(job.parked()).isEqualTo(2);
        assertThat(job.discarded()).isEqualTo(0);
    }

    /** As version 0.1 wrote it on the book's topic. */
    @Test
    void shouldReadAJobOfAnEarlierVersion() {
        Job job = JsonHttp.MAPPER.readValue("""
                {"id":"j","kind":"DISCARD","actor":"ann","why":"spam","startedAt":"2026-11-24T10:00:00Z",\
                "updatedAt":"2026-11-24T10:00:00Z","status":"DONE","total":2,"replayed":0,"parked":2,"skipped":0,\
                "diedAgain":0,"canaryPassed":false}""", Job.class);

        assertThat(job.discarded()).isEqualTo(2);
        assertThat(job.parked()).isZero();
        assertThat(JsonHttp.MAPPER.readValue(JsonHttp.MAPPER.writeValueAsString(job), Job.class))
                .isEqualTo(job);
    }
}
