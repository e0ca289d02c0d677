package io.github.refundworker.ops.simulator;

import org.jspecify.annotations.Nullable;

/** Why a refund failed. */
record ProviderError(String code, @Nullable String description) {}
