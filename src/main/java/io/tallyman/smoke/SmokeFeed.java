package io.tallyman.smoke;

import io.tallyman.produce.EventLines;
import io.tallyman.produce.ProduceFailure;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** Sends marked events to the smoke source's topic, spread over its partitions by their numbers. */
public final class SmokeFeed implements Feed {

  private final EventLines lines;
  private final Clock clock;

  /**
   * @param lines the way to the topic
   * @param clock says when an event is sent
   */
  public SmokeFeed(EventLines lines, Clock clock) {
    this.lines = lines;
    this.clock = clock;
  }

  @Override
  public void send(String run, int events) throws ProduceFailure, InterruptedException {
    long now = clock.millis();
    List<String> marked =
        IntStream.rangeClosed(1, events).mapToObj(number -> event(run, number, now)).toList();
    lines.send(marked, SmokeRollup.NUMBER);
  }

  /** The name of a run has no character that JSON would want escaped. */
  private static String event(String run, int number, long sentAt) {
    return String.format(
        Locale.ROOT,
        "{\"%s\": \"%s\", \"%s\": %d, \"%s\": %d}",
        SmokeRollup.RUN,
        run,
        SmokeRollup.NUMBER,
        number,
        SmokeRollup.SENT_AT,
        sentAt);
  }
}
