package io.github.refundworker.ops.drill;

import io.github.refundworker.ops.client.ProviderClient;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Makes a drill's charges at the provider, if that has to know them. */
final class DrillCharges {

    private static final int PER_CALL = 2_000;

    private final ProviderClient provider;
    private final LoadDrill.Progress progress;

    DrillCharges(ProviderClient provider, LoadDrill.Progress progress) {
        this.provider = provider;
        this.progress = progress;
    }

    void create(DrillNames names, int charges) throws IOException {
        if (provider.isInProcess()) {
            return;
        }
        List<String> ids = new ArrayList<>(PER_CALL);
        for (int charge = 0; charge < charges; charge++) {
            ids.add(names.chargeId(charge));
            if (ids.size() == PER_CALL || charge == charges - 1) {
                provider.createCharges(ids, RequestBytes.CAPTURED, RequestBytes.CURRENCY);
                ids.clear();
                progress.at("charges", charge + 1, charges);
            }
        }
    }
}
