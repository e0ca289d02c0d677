/** Values of the configuration: a secret that is never printed, and the refusal to start with a wrong value. */
@NullMarked
package io.github.refundworker.configuration;

import org.jspecify.annotations.NullMarked;
