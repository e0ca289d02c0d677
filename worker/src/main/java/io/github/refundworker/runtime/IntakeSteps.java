package io.github.refundworker.runtime;

import java.util.List;

/**
 * One intake for each requests topic, with a group and a flood of its own: what one upstream system writes holds up nobody
 * else.
 */
record IntakeSteps(List<IntakeStep> steps) {
    IntakeSteps {
        steps = List.copyOf(steps);
    }
}
