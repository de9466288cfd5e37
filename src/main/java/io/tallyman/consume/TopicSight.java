package io.tallyman.consume;

import java.util.Optional;

/** What a lane sees of its topic. From any thread. */
interface TopicSight {

  /**
   * The topic as it was seen last; empty until it was seen and the source has its first positions.
   */
  Optional<TopicView> view();

  /** Asks for a look soon, ahead of the next regular one. */
  void lookSoon();

  /** Why there is no fresh view, in one sentence; empty when there is one. */
  String trouble();
}
