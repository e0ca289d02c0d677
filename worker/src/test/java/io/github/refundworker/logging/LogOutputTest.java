package io.github.refundworker.logging;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What really comes out of the process, with the configuration that it ships with. */
@ExtendWith(OutputCaptureExtension.class)
class LogOutputTest {
    private static final Logger LOG = LoggerFactory.getLogger("io.github.refundworker.test");

    private static final class Nothing {}

    /** The tests have a configuration of their own, which would be taken otherwise. */
    private static void configure(@Nullable String profile) {
        configure(profile, "logback-spring.xml");
    }

    private static void configure(@Nullable String profile, String file) {
        SpringApplicationBuilder application = new SpringApplicationBuilder(Nothing.class)
                .web(WebApplicationType.NONE)
                .logStartupInfo(false);
        if (profile != null) {
            application.profiles(profile);
        }
        application
                .run("--spring.main.banner-mode=off", "--logging.config=classpath:" + file)
                .close();
    }

    @AfterAll
    static void restore() {
        configure("local", "logback-test.xml");
    }

    private static void logSomething() {
        MDC.put("refund_id", "r-1");
        try {
            LOG.atWarn()
                    .addKeyValue("charge_id", "ch\n1")
                    .addKeyValue("request_id", "4111 1111 1111 1111")
                    .addKeyValue("trace_id", "0af7651916cd43dd8448eb211c80319c")
                    .setCause(new IllegalStateException("of card 4111111111111111"))
                    .log("paid with 4111111111111111\nand a second line");
        } finally {
            MDC.remove("refund_id");
        }
    }

    @Test
    void shouldBeOneJsonObjectALineWithItsKeysAndNoCardNumber(CapturedOutput output) {
        configure(null);
        logSomething();

        String line = output.getOut()
                .lines()
                .filter(text -> text.contains("paid with"))
                .findFirst()
                .orElseThrow();
        JsonNode json = new JsonMapper().readTree(line);
        assertThat(json.get("refund_id").asString()).isEqualTo("r-1");
        assertThat(json.get("charge_id").asString()).isEqualTo("ch\n1");
        assertThat(json.get("request_id").asString()).isEqualTo("************1111");
        assertThat(json.get("trace_id").asString()).isEqualTo("0af7651916cd43dd8448eb211c80319c");
        assertThat(json.get("message").asString()).startsWith("paid with ************1111");
        assertThat(line).doesNotContain("4111111111111111").contains("of card ************1111");
    }

    @Test
    void shouldBeALineForPeopleInTheProfileLocal(CapturedOutput output) {
        configure("local");
        logSomething();

        assertThat(output.getOut())
                .contains("paid with ************1111\\nand a second line charge_id=ch\\n1 refund_id=r-1"
                        + " request_id=************1111 trace_id=0af7651916cd43dd8448eb211c80319c")
                .contains("of card ************1111")
                .doesNotContain("4111111111111111");
    }
}
