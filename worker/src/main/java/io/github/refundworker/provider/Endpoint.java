package io.github.refundworker.provider;

import java.net.URI;
import java.time.Duration;

/** The API of a provider. */
public record Endpoint(URI url, Duration connectTimeout) {}
