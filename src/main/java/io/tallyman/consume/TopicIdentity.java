package io.tallyman.consume;

import java.util.UUID;

/**
 * Which topic stood under a name at one moment.
 *
 * @param topicId the topic's id; a topic that was deleted and made anew has another one, and an id
 *     never comes again
 * @param askedAtNanos the moment just before the brokers were asked, on the monotonic clock
 */
record TopicIdentity(UUID topicId, long askedAtNanos) {}
