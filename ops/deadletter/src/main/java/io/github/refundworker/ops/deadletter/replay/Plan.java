package io.github.refundworker.ops.deadletter.replay;

import io.github.refundworker.ops.deadletter.letter.DeadLetterTopic;
import io.github.refundworker.ops.deadletter.letter.LetterId;
import io.github.refundworker.ops.deadletter.letter.LetterState;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An exact list of dead letters. Letters that die later are not in it, whatever selected it. The plan names its
 * topic by topic id, because a topic that was deleted and created again has other letters at the same offsets.
 *
 * @param id the digest of everything else
 * @param selection the filter that chose them, for people
 * @param states in which a letter is still as planned
 * @param ends end of each partition; re-deaths are read from there
 * @param letters ordered by partition and offset
 */
public record Plan(
        String id,
        DeadLetterTopic topic,
        String cluster,
        String topicId,
        String created,
        String selection,
        Set<LetterState> states,
        Map<Integer, Long> ends,
        List<LetterId> letters) {

    /** This many letters fit into any memory. Plan more in parts. */
    public static final int MOST = 1_000_000;

    public Plan {
        states = Set.copyOf(states);
        ends = Map.copyOf(ends);
        letters = List.copyOf(letters);
    }
}
