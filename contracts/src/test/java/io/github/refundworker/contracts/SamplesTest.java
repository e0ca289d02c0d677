package io.github.refundworker.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.refundworker.contracts.Samples.SchemaSays;
import io.github.refundworker.contracts.Samples.Verdict;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Every sample against today's schemas. Samples are never changed or removed within v1, so this is also the test that
 * changes only add.
 */
class SamplesTest {

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource
    void validSampleFitsItsSchema(String type, String name, byte[] json) {
        assertThat(Schemas.errors(type, StrictJson.parse(json))).isEmpty();
    }

    static Stream<Arguments> validSampleFitsItsSchema() {
        return Samples.types().stream()
                .flatMap(type -> Samples.valid(type).entrySet().stream()
                        .map(sample -> Arguments.of(type, sample.getKey(), sample.getValue())));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource
    void invalidSampleIsSeenAsItsVerdictSays(String type, String name, byte[] json, Verdict verdict) {
        if (verdict.schema() == SchemaSays.UNPARSABLE) {
            assertThatThrownBy(() -> StrictJson.parse(json)).isInstanceOf(JacksonException.class);
            return;
        }
        boolean breaks = !Schemas.errors(type, StrictJson.parse(json)).isEmpty();
        assertThat(breaks).isEqualTo(verdict.schema() == SchemaSays.BREAKS);
    }

    /** A request that breaks more than the field it is named after would prove nothing about that field. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("requestVerdicts")
    void schemaBlamesTheFieldOfTheVerdict(String name, Verdict verdict) {
        if (verdict.field() != null && verdict.schema() == SchemaSays.BREAKS) {
            String outermost = verdict.field().split("\\.", -1)[0];
            JsonNode request = StrictJson.parse(Samples.invalid("refund-request", name));
            assertThat(Schemas.errors("refund-request", request)).allMatch(error -> error.contains(outermost));
        }
    }

    static Stream<Arguments> invalidSampleIsSeenAsItsVerdictSays() {
        return Samples.types().stream()
                .flatMap(type -> Samples.invalid(type).entrySet().stream()
                        .map(sample -> Arguments.of(
                                type,
                                sample.getKey(),
                                sample.getValue(),
                                Samples.verdicts(type).get(sample.getKey()))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("requestVerdicts")
    void requestIsNamedAfterItsVerdict(String name, Verdict verdict) {
        if (name.startsWith("unreadable-")) {
            assertThat(verdict.code()).isNull();
            assertThat(verdict.field()).isNull();
            return;
        }
        assertThat(name).startsWith("rejected-");
        assertThat(ErrorCode.find(Objects.requireNonNull(verdict.code()))).isPresent();
        assertThat(verdict.code().equals(ErrorCode.INVALID_REQUEST.name())).isEqualTo(verdict.field() != null);
        if (verdict.field() != null) {
            assertThat(name).startsWith("rejected-" + verdict.field() + "-");
        }
    }

    static Stream<Arguments> requestVerdicts() {
        return Samples.verdicts("refund-request").entrySet().stream()
                .map(sample -> Arguments.of(sample.getKey(), sample.getValue()));
    }

    /** A rejected request is answered, so its two ids have to be there. */
    @Test
    void rejectedRequestsHaveTheirIds() {
        Samples.invalid("refund-request").forEach((name, json) -> {
            if (name.startsWith("rejected-")) {
                JsonNode request = StrictJson.parse(json);
                assertThat(request.path("requestId").asString("")).as(name).isNotEmpty();
                assertThat(request.path("chargeId").asString("")).as(name).isNotEmpty();
            }
        });
    }

    @Test
    void everySampleIsInTheIndex() throws IOException, URISyntaxException {
        Path root = Path.of(
                Objects.requireNonNull(Samples.class.getResource("samples/v1")).toURI());
        Set<String> files;
        try (Stream<Path> tree = Files.walk(root)) {
            files = tree.filter(file -> file.toString().endsWith(".json"))
                    .map(file -> root.relativize(file).toString())
                    .collect(Collectors.toCollection(TreeSet::new));
        }
        Set<String> indexed = new TreeSet<>();
        for (String type : Samples.types()) {
            Samples.valid(type).keySet().forEach(name -> indexed.add("valid/" + type + "/" + name + ".json"));
            Samples.invalid(type).keySet().forEach(name -> indexed.add("invalid/" + type + "/" + name + ".json"));
        }
        assertThat(indexed).isEqualTo(files);
    }
}
