package io.github.refundworker.ops.deadletter.book;

/** A request to end a job. The process that runs the job sees the request and ends the job. */
record CancelRequest(String actor, String why, String at) {}
