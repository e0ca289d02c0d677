package io.github.refundworker.ops.cluster;

/**
 * One act of a cluster drill: a fault and the worker or broker that it hits.
 *
 * @param number from 1
 * @param target which of the three workers or brokers, from 0; a fault that hits all, or one that it finds, ignores it
 */
record Act(int number, Fault fault, int target) {}
