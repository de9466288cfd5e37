/**
 * The model of Kafka: a topic's logs, the group coordinator in three protocols, and the consumer
 * that sits between them and a lane. It promises what Kafka's client and brokers were seen to do,
 * the awkward things included. One thread at a time; the same seed does the same.
 */
@NullMarked
package io.tallyman.simulate.kafka;

import org.jspecify.annotations.NullMarked;
