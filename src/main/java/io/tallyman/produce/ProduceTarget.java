package io.tallyman.produce;

import io.tallyman.decode.Framing;

/**
 * Where rows go and as what.
 *
 * @param topic the topic's name
 * @param framing how values name their schema
 * @param schema the full name of the record, written in the version in which the service reads
 */
public record ProduceTarget(String topic, Framing framing, String schema) {}
