package io.github.refundworker.decide;

import org.apache.kafka.streams.processor.api.Record;

/** A finished record and the sink that writes it. */
record Output(String sink, Record<byte[], byte[]> record) {}
