/** The adapter for any payment system that implements the project's own HTTP provider contract. */
@NullMarked
package io.github.refundworker.provider.http;

import org.jspecify.annotations.NullMarked;
