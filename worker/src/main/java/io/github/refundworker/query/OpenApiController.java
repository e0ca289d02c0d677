package io.github.refundworker.query;

import io.github.refundworker.contracts.Topics;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Serves the OpenAPI description of the running version. */
@RestController
public final class OpenApiController {
    private static final Resource DOCUMENT = new ClassPathResource("http/refund-worker.openapi.yaml", Topics.class);

    @GetMapping(path = "/v1/openapi.yaml", produces = "application/yaml")
    ResponseEntity<Resource> openApi() {
        return ResponseEntity.ok(DOCUMENT);
    }
}
