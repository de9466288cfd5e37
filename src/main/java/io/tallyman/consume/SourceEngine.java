package io.tallyman.consume;

import io.tallyman.decode.RecordDecoder;
import io.tallyman.rollup.EventTime;
import io.tallyman.rollup.Rollup;
import java.util.List;
import java.util.function.Supplier;

/**
 * What a lane needs to count the records of a source.
 *
 * @param source the source's name
 * @param topic its topic
 * @param decoders gives a new decoder, one per lane
 * @param eventTime where an event's time comes from
 * @param rollups the rollups that the source feeds
 */
public record SourceEngine(
    String source,
    String topic,
    Supplier<RecordDecoder> decoders,
    EventTime eventTime,
    List<Rollup> rollups) {

  public SourceEngine {
    rollups = List.copyOf(rollups);
  }
}
