package io.tallyman.consume;

import java.util.Optional;
import java.util.UUID;

/**
 * What a lane sees of its topic. From any thread. There is nothing to see until the source has its
 * first positions.
 */
interface TopicSight {

  /** Which topic it is, as it was told last. */
  Optional<TopicIdentity> identity();

  /** Asks soon which topic it is, ahead of the next regular time. */
  void identifySoon();

  /** The topic as it was seen last, with the ends of its logs. */
  Optional<TopicView> view();

  /** The topic with this id as it was seen last, where this process has seen it. */
  Optional<TopicView> lastView(UUID topicId);

  /** Asks for a whole look soon, ahead of the next regular one. */
  void lookSoon();

  /** Why there is no fresh view, in one sentence; empty when there is one. */
  String trouble();
}
