package io.github.refundworker.ops.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.refundworker.ops.client.JsonHttp;
import io.github.refundworker.ops.ledger.LedgerCheck;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ReportTest {

    @Test
    void shouldKeepTheShapeOfTheSummary() {
        Journal.Totals totals =
                new Journal.Totals(12, 5, new TreeMap<>(Map.of("CHARGE_REFUNDED", 2, "INVALID_REQUEST", 1)), 1, 3);
        LedgerCheck.Result result = new LedgerCheck.Result(4, 0, 1, 2, 1, List.of());

        assertThat(JsonHttp.MAPPER.writeValueAsString(Report.summary(totals, result)))
                .isEqualTo("{\"requests\":12,\"accepted\":5,\"rejected\":{\"CHARGE_REFUNDED\":2,\"INVALID_REQUEST\":1},"
                        + "\"repeated\":1,\"deadLettered\":3,\"ledgerRefunds\":4,\"doubleRefunds\":0,\"lost\":1,"
                        + "\"mismatches\":2,\"review\":1}");
    }
}
