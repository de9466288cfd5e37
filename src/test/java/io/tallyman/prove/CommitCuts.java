package io.tallyman.prove;

import java.sql.SQLException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * The wire is cut during COMMITs, drawn by lot: before the COMMIT reaches the database; or the host
 * is cut off first and the COMMIT arrives a moment later; or after it, before a byte of the answer;
 * or in the middle of the answer. Only flushes that write cells are cut, on the wires of both
 * hosts.
 */
final class CommitCuts implements Faults, Interference {

  private static final double LEAST_CHANCE = 0.02;
  private static final double MOST_CHANCE = 0.4;
  private static final double HASTE = 0.05;

  private static final long LATEST_MICROS = 60_000;
  private static final int ANSWER = 10; // an answer of MySQL to a COMMIT has 11 bytes

  private enum Kind {
    BEFORE("before the COMMIT"),
    LATE("before a COMMIT that arrives later"),
    UNANSWERED("before the answer"),
    TORN("in the middle of the answer");

    private final String words;

    Kind(String words) {
      this.words = words;
    }
  }

  private final int wanted;
  private final double by;
  private final RandomGenerator random;
  private final Map<Kind, Integer> cuts = new EnumMap<>(Kind.class);

  private double due;

  /**
   * That many.
   *
   * @param by they are spread over the lines so that they are done when about this share of all
   *     lines is counted, in percent
   */
  CommitCuts(int wanted, double by, RandomGenerator random) {
    this.wanted = wanted;
    this.by = by;
    this.random = random;
  }

  @Override
  public synchronized Fate at(Moment moment, long connection) {
    double lot = random.nextDouble();
    if (moment == Moment.FENCE || total() >= wanted || lot >= chance()) {
      return new Fate.Passes();
    }
    boolean first = lot < chance() / 2;
    if (moment == Moment.COMMIT) {
      return first ? note(Kind.BEFORE, new Fate.Cut()) : note(Kind.LATE, late());
    }
    return first
        ? note(Kind.UNANSWERED, new Fate.Cut())
        : note(Kind.TORN, new Fate.Torn(1 + random.nextInt(ANSWER)));
  }

  /**
   * The more it is behind, the more likely is the next: so cuts are spread over all of the lines.
   */
  private double chance() {
    return Math.min(MOST_CHANCE, Math.max(LEAST_CHANCE, HASTE * (due - total())));
  }

  private Fate late() {
    return new Fate.Late(Duration.ofNanos(1_000 * random.nextLong(LATEST_MICROS)));
  }

  private Fate note(Kind kind, Fate fate) {
    cuts.merge(kind, 1, Integer::sum);
    return fate;
  }

  private synchronized int total() {
    return cuts.values().stream().mapToInt(Integer::intValue).sum();
  }

  private synchronized int number(Kind kind) {
    return cuts.getOrDefault(kind, 0);
  }

  private synchronized boolean isEnough(Counts.Share counted) {
    due = wanted * counted.percent() / by;
    return total() >= wanted;
  }

  @Override
  public List<Finding> inflictOn(Counting counting) throws SQLException, InterruptedException {
    counting.until(1);
    counting.stage().hosts().forEach(host -> host.wire().interfere(this));
    counting.journal().say("cuts begin, %s counted", counting.counts().now());
    counting.untilAllOr(() -> isEnough(counting.known()));
    counting.stage().hosts().forEach(host -> host.wire().interfere(Interference.NONE));
    StringBuilder kinds = new StringBuilder();
    for (Kind kind : Kind.values()) {
      kinds.append(kinds.isEmpty() ? "" : ", ").append(number(kind)).append(' ').append(kind.words);
    }
    String words = "%d of %d asked for: %s".formatted(total(), wanted, kinds);
    counting.journal().say("cuts end, %s counted; %s", counting.counts().now(), words);
    return List.of(new Finding("cuts in COMMIT", total() >= wanted, words));
  }
}
