package io.github.refundworker.ops.deadletter.book;

/** Somebody wants a job to end. Whoever works on it sees this and ends it. */
record CancelRequest(String actor, String why, String at) {}
