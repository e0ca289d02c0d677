package io.github.refundworker.proof;

import io.github.refundworker.domain.ChargeId;
import io.github.refundworker.domain.Decision;

/** What an aborted transaction would be if its commands had been written outside of it. */
final class PlantedInTransaction {
    private PlantedInTransaction() {}

    static World commandsEscape(World world, Decision decision) {
        return decision instanceof Decision.Next next ? world.issuing(next.effects()) : world;
    }

    static void commandsEscape(Simulation simulation, ChargeId chargeId, Decision decision) {
        if (decision instanceof Decision.Next next) {
            simulation.commandsOf(chargeId, next).forEach(simulation::deliver);
        }
    }
}
