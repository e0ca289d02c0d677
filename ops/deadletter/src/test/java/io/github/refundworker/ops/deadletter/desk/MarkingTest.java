package io.github.refundworker.ops.deadletter.desk;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.refundworker.ops.audit.AuditEntry;
import io.github.refundworker.ops.audit.AuditReader;
import io.github.refundworker.ops.deadletter.DeadLetterFixture;
import io.github.refundworker.ops.deadletter.book.Job;
import io.github.refundworker.ops.deadletter.letter.LetterState;
import io.github.refundworker.ops.deadletter.letter.Selection;
import io.github.refundworker.ops.deadletter.replay.Progress;
import io.github.refundworker.ops.process.TestBroker;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(TestBroker.class)
class MarkingTest {

    private static final Selection OPEN =
            new Selection(null, null, null, null, null, null, Map.of(), null, null, Set.of(LetterState.OPEN));

    /** Told to stop by a person, not by a safety: jobs and the audit log have to tell the two apart. */
    @Test
    void shouldRecordThatItWasInterrupted() {
        try (DeadLetterFixture fixture = new DeadLetterFixture()) {
            fixture.send(fixture.topic.name(), "ch_1", DeadLetterFixture.request("r1", "ch_1"), Map.of());
            fixture.flush();
            DeadLetterDesk desk = new DeadLetterDesk(fixture.access, fixture.topic);

            Job job = desk.mark(Job.Kind.PARK, OPEN, 100, new Mandate("jo", "drill"), new Silence(), () -> true);

            assertThat(job.status()).isEqualTo(Job.Status.INTERRUPTED);
            assertThat(job.note()).isEqualTo("told to stop");
            assertThat(job.parked()).isZero();
            List<AuditReader.Line> audit = new ArrayList<>();
            desk.audit(audit::add);
            assertThat(audit.getLast().entry())
                    .isNotNull()
                    .extracting(AuditEntry::result)
                    .isEqualTo(AuditEntry.Result.PARTLY);
        }
    }

    private static final class Silence implements Progress {
        @Override
        public void at(Job job) {}

        @Override
        public void say(String line) {}
    }
}
