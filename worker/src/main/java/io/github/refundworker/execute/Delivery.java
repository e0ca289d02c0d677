package io.github.refundworker.execute;

/**
 * One delivery of one command record.
 *
 * @param assignment tells deliveries apart of a partition that was taken away and came back
 */
record Delivery(int assignment, int partition, long offset) {}
