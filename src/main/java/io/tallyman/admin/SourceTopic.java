package io.tallyman.admin;

import java.util.OptionalInt;

/**
 * A source of {@code config.yml}.
 *
 * @param source its name
 * @param topic the topic that it reads
 * @param partitions how many partitions the topic has; empty while Kafka hasn't told yet
 */
public record SourceTopic(String source, String topic, OptionalInt partitions) {}
