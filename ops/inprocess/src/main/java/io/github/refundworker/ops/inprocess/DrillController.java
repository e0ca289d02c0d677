package io.github.refundworker.ops.inprocess;

import io.github.refundworker.domain.AccountName;
import io.github.refundworker.provider.Providers;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.json.JsonMapper;

/** Shows the payments of the in-process accounts, for drills. These accounts have no other witness. */
@RestController
@RequestMapping("/drill")
final class DrillController {
    private final Map<AccountName, InProcessProvider> providers;
    private final JsonMapper json;

    DrillController(Providers providers, JsonMapper json) {
        this.providers = providers.accounts().stream()
                .filter(account -> providers.client(account) instanceof InProcessProvider)
                .collect(Collectors.toMap(a -> a, account -> (InProcessProvider) providers.client(account)));
        this.json = json;
    }

    /** A refund, with the same properties as in the simulator's ledger. */
    record LedgerRefund(
            String id,
            String reference,
            String chargeId,
            String amount,
            String currencyCode,
            String status,
            String createdDate) {
        static LedgerRefund of(InProcessLedger.Entry entry) {
            return new LedgerRefund(
                    entry.id(),
                    entry.reference().toString(),
                    entry.chargeId().value(),
                    entry.amount().amount().toPlainString(),
                    entry.amount().currency().value(),
                    "SUCCEEDED",
                    entry.created().toString());
        }
    }

    /** Streams the entries, because the ledger of a load run has a million. */
    @GetMapping(path = "/ledger", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<StreamingResponseBody> ledger() {
        return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(this::write);
    }

    private void write(OutputStream out) throws IOException {
        List<InProcessProvider> all = List.copyOf(providers.values());
        try (JsonGenerator generator = json.createGenerator(out)) {
            generator.writeStartArray();
            for (InProcessProvider provider : all) {
                try (Stream<InProcessLedger.Entry> entries = provider.ledger().entries()) {
                    entries.forEach(entry -> json.writeValue(generator, LedgerRefund.of(entry)));
                }
            }
            generator.writeEndArray();
        }
    }

    /** Sums over all in-process accounts. */
    record Totals(long calls, int inFlight, int maxInFlight) {}

    @GetMapping("/stats")
    Totals stats() {
        Totals totals = new Totals(0, 0, 0);
        for (InProcessProvider provider : providers.values()) {
            InProcessProvider.Stats stats = provider.stats();
            totals = new Totals(
                    totals.calls + stats.calls(),
                    totals.inFlight + stats.inFlight(),
                    totals.maxInFlight + stats.maxInFlight());
        }
        return totals;
    }

    /** Sets the duration of all later calls. */
    @PutMapping("/latency")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void setLatency(@RequestParam long millis) {
        if (millis < 0 || millis > 60_000) {
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST, "millis is 0 to 60000");
        }
        providers.values().forEach(provider -> provider.setLatency(Duration.ofMillis(millis)));
    }
}
