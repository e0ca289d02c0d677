/** What can be done with dead letters, each thing a method: for the command line, and for whatever else shall sit on it. */
@NullMarked
package io.github.refundworker.ops.deadletter.desk;

import org.jspecify.annotations.NullMarked;
