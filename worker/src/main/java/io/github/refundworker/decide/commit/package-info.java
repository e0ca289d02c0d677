/** When a stream thread commits, and what each part of a commit takes. */
@NullMarked
package io.github.refundworker.decide.commit;

import org.jspecify.annotations.NullMarked;
