package io.github.refundworker.ops.inprocess;

import io.github.refundworker.provider.Providers;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;
import tools.jackson.databind.json.JsonMapper;

/** Adds the endpoints for drills to a worker that has this module on its class path. */
@AutoConfiguration
final class InProcessConfiguration {
    @Bean
    DrillController drillController(Providers providers, JsonMapper json) {
        return new DrillController(providers, json);
    }
}
