package io.github.refundworker.execute;

/**
 * One delivery of one command record.
 *
 * @param assignment distinguishes deliveries before and after a partition was taken away and came back
 */
record Delivery(int assignment, int partition, long offset) {}
