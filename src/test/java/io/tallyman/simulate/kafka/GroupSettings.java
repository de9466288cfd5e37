package io.tallyman.simulate.kafka;

import java.time.Duration;

/**
 * How a group and its consumers are set up.
 *
 * @param protocol how it shares partitions
 * @param session after this long without a heartbeat a member is put out
 * @param pollInterval after this long without a poll a member leaves; and as long a classic
 *     rebalance waits for the members
 * @param heartbeat how often a member says that it lives
 * @param metadata how long at most it takes until the group notices that the topic has changed
 * @param mostPerPoll the most records that one poll returns
 */
public record GroupSettings(
    GroupProtocol protocol,
    Duration session,
    Duration pollInterval,
    Duration heartbeat,
    Duration metadata,
    int mostPerPoll) {

  /** What Kafka and Tallyman set by default. */
  public static GroupSettings of(GroupProtocol protocol) {
    return new GroupSettings(
        protocol,
        Duration.ofSeconds(45),
        Duration.ofMinutes(5),
        Duration.ofSeconds(protocol == GroupProtocol.CONSUMER ? 5 : 3),
        protocol == GroupProtocol.CONSUMER ? Duration.ofSeconds(5) : Duration.ofMinutes(5),
        2_000);
  }
}
