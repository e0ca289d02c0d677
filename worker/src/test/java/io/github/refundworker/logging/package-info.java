@NullMarked
package io.github.refundworker.logging;

import org.jspecify.annotations.NullMarked;
