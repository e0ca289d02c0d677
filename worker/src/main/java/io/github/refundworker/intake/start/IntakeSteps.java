package io.github.refundworker.intake.start;

import java.util.List;

/**
 * One intake for each requests topic, with a group and a flood of its own: what one upstream system writes holds up nobody
 * else.
 */
public record IntakeSteps(List<IntakeStep> steps) {
    public IntakeSteps {
        steps = List.copyOf(steps);
    }
}
