package io.tallyman.simulate;

import io.tallyman.event.SourcePartition;
import io.tallyman.simulate.database.SimulatedDatabase;
import io.tallyman.simulate.kafka.SimulatedGroup;
import io.tallyman.simulate.kafka.SimulatedTopic;
import java.time.Clock;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What a schedule plays on.
 *
 * @param orders the source and its rollups
 * @param scheduler who is next, and what time it is
 * @param clock the same time as a time of day
 * @param topic the topic's logs
 * @param group the group's coordinator
 * @param weather what goes wrong on the way to the database
 * @param database the database server
 * @param reporting partitions of which a host has found a loss that isn't written down yet
 * @param history where it is written down
 */
record Stage(
    Orders orders,
    Scheduler scheduler,
    Clock clock,
    SimulatedTopic topic,
    SimulatedGroup group,
    Weather weather,
    SimulatedDatabase database,
    Set<SourcePartition> reporting,
    History history) {

  void note(String who, Supplier<String> what) {
    history.note(scheduler.nanos(), who, what);
  }
}
