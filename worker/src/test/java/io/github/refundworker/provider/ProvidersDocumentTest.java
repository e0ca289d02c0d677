package io.github.refundworker.provider;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.refundworker.domain.Capabilities;
import io.github.refundworker.domain.Policy;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** The documented table of capabilities equals the one that the rules use. */
class ProvidersDocumentTest {
    private static final Path DOCUMENT = Path.of("docs/providers.md");
    private static final String BEGIN = "<!-- capabilities -->\n";
    private static final String END = "<!-- /capabilities -->";

    @TempDir
    private Path state;

    @Test
    void shouldSayWhatEachProviderCanDo() throws IOException {
        if (Boolean.getBoolean("approve")) {
            String text = Files.readString(DOCUMENT);
            int end = text.indexOf(END);
            Files.writeString(
                    DOCUMENT, text.substring(0, text.indexOf(BEGIN) + BEGIN.length()) + table() + text.substring(end));
        }
        String text = Files.readString(DOCUMENT);
        assertThat(text.substring(text.indexOf(BEGIN) + BEGIN.length(), text.indexOf(END)))
                .as("%s differs; if that is meant, run with -Dapprove=true and read the diff", DOCUMENT)
                .isEqualTo(table());
    }

    private String table() {
        Map<String, Capabilities> accounts = accounts();
        return "| | " + String.join(" | ", accounts.keySet()) + " |\n|---" + "|---".repeat(accounts.size()) + "|\n"
                + row(
                        accounts,
                        "idempotency keys are kept for",
                        c -> c.hasKeys() ? c.idempotencyWindow().toHours() + " h" : "no keys")
                + row(accounts, "refusals stored under the key", c -> yes(c.storesRefusals()))
                + row(accounts, "a reading tells", ProvidersDocumentTest::read)
                + row(accounts, "look-up by our reference", c -> yes(c.looksUpRefunds()))
                + row(accounts, "writes our reference", c -> yes(c.writesReference()))
                + row(accounts, "pending for", c -> pending(c).toDays() + " days")
                + row(accounts, "compare-and-set", c -> yes(c.comparesAndSets()))
                + row(accounts, "partial refunds", c -> yes(c.partialRefunds()))
                + row(accounts, "currencies, by digits", ProvidersDocumentTest::currencies)
                + row(accounts, "charge ids", c -> c.form().chargeIdWords())
                + row(
                        accounts,
                        "longest note, in characters",
                        c -> String.valueOf(Math.min(200, c.form().noteCharacters())));
    }

    private static Duration pending(Capabilities capabilities) {
        Duration policy = Policy.Ages.DEFAULT.pending();
        return capabilities.pending().compareTo(policy) > 0 ? capabilities.pending() : policy;
    }

    /** The accounts of each type's {@code examples.properties}: one, and one for each choice that changes the table. */
    private Map<String, Capabilities> accounts() {
        Map<String, Capabilities> accounts = new LinkedHashMap<>();
        for (ProviderType type : ProviderType.all()) {
            new TreeMap<>(examples(type)).forEach((name, account) -> {
                String choice = name.substring(type.name().length()).replace('-', ' ');
                AccountContext context = new AccountContext(name, state, true, Clock.systemUTC());
                try (ProviderClient client = account.client(context)) {
                    accounts.put("`" + type.name() + "`" + choice, client.capabilities());
                }
            });
        }
        return accounts;
    }

    private static Map<String, ProviderAccount> examples(ProviderType type) {
        Properties examples = new Properties();
        try (InputStream in = requireNonNull(
                type.settings().getResourceAsStream("examples.properties"),
                () -> type.name() + " has no examples.properties beside its tests")) {
            examples.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        MapConfigurationPropertySource source = new MapConfigurationPropertySource();
        examples.forEach((key, value) -> source.put("refunds.accounts." + key, value));
        return Accounts.bind(source);
    }

    private static String row(Map<String, Capabilities> accounts, String name, Function<Capabilities, String> value) {
        List<String> cells = accounts.values().stream().map(value).toList();
        return "| " + name + " | " + String.join(" | ", cells) + " |\n";
    }

    private static String yes(boolean value) {
        return value ? "yes" : "no";
    }

    private static String read(Capabilities capabilities) {
        return switch (capabilities.describes()) {
            case NOTHING -> "nothing";
            case REFUNDS -> "its refunds";
            case CHARGE -> "the charge and its refunds";
        };
    }

    private static String currencies(Capabilities capabilities) {
        TreeMap<Integer, Long> counts = new TreeMap<>(capabilities.digits().values().stream()
                .collect(Collectors.groupingBy(digits -> digits, Collectors.counting())));
        return counts.entrySet().stream()
                .map(entry -> entry.getKey() + ": " + entry.getValue())
                .collect(Collectors.joining(", "));
    }
}
