/** The adapter for any payment system behind the project's own small HTTP contract. */
@NullMarked
package io.github.refundworker.provider.http;

import org.jspecify.annotations.NullMarked;
