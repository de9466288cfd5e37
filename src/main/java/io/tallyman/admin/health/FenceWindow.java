package io.tallyman.admin.health;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/** How many batches of each source were fenced off lately. */
final class FenceWindow {

  private static final Duration STEP = Duration.ofSeconds(5);

  private record Sample(long nanos, long fences) {}

  private final Duration window;
  private final Map<String, Deque<Sample>> samples = new HashMap<>();

  FenceWindow(Duration window) {
    this.window = window;
  }

  /**
   * Takes note of how many there were since the process started.
   *
   * @return how many of them were in the last window
   */
  long note(String source, long fences, long now) {
    Deque<Sample> kept = samples.computeIfAbsent(source, name -> new ArrayDeque<>());
    Sample last = kept.peekLast();
    if (last == null || now - last.nanos() >= STEP.toNanos()) {
      kept.addLast(new Sample(now, fences));
    }
    while (now - kept.getFirst().nanos() > window.toNanos()) {
      kept.removeFirst();
    }
    return fences - kept.getFirst().fences();
  }
}
