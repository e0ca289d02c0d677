package io.github.refundworker.ops.deadletter.replay;

import io.github.refundworker.ops.deadletter.letter.DeadLetterTopic;
import io.github.refundworker.ops.deadletter.letter.LetterId;
import io.github.refundworker.ops.deadletter.letter.LetterState;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Exactly these dead letters: what dies while a plan is worked on is not of it, however it was selected. A topic is meant
 * by its id, because one that was deleted and made again has other letters at the same offsets.
 *
 * @param id the digest of all the rest
 * @param selection how they were chosen, for people
 * @param states in which a letter is still the one that was chosen
 * @param ends where each partition ended: from there on it is read what died again
 * @param letters by partition and offset, in their order
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

    /** So many fit into memory anywhere; more can be planned in parts. */
    public static final int MOST = 1_000_000;

    public Plan {
        states = Set.copyOf(states);
        ends = Map.copyOf(ends);
        letters = List.copyOf(letters);
    }
}
