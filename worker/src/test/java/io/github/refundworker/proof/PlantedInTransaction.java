package io.github.refundworker.proof;

import static io.github.refundworker.proof.Replacement.in;

import io.github.refundworker.domain.ChargeId;
import io.github.refundworker.domain.Decision;

/** What an aborted transaction would be if its commands had been written outside of it. */
final class PlantedInTransaction {
    private PlantedInTransaction() {}

    static final Replacement ESCAPE_IN_THE_EXPLORER =
            in(Moves.class).replacing(World::aborted, PlantedInTransaction::escapeInTheExplorer);

    static final Replacement ESCAPE_IN_THE_SIMULATION =
            in(Simulation.class).replacing(Simulation::aborted, PlantedInTransaction::escapeInTheSimulation);

    static World escapeInTheExplorer(World world, Decision decision) {
        return decision instanceof Decision.Next next ? world.issuing(next.effects()) : world;
    }

    static void escapeInTheSimulation(Simulation simulation, ChargeId chargeId, Decision decision) {
        if (decision instanceof Decision.Next next) {
            simulation.commandsOf(chargeId, next).forEach(simulation::deliver);
        }
    }
}
