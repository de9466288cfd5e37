package io.tallyman.consume;

import java.util.List;

/**
 * How one lane stands, at some moment of the last second.
 *
 * @param lane the lane's name: its source, a hyphen and its number from 0
 * @param source the source that it reads
 * @param partitions the partitions that it holds, in order
 * @param backPressure whether it reads nothing because the store is slower than Kafka
 * @param lastError the last thing that failed, in one sentence; empty when nothing did since it
 *     last went well
 */
public record LaneStatus(
    String lane,
    String source,
    List<PartitionStatus> partitions,
    boolean backPressure,
    String lastError) {

  public LaneStatus {
    partitions = List.copyOf(partitions);
  }
}
