package io.tallyman.prove;

import io.tallyman.prove.Counts.Share;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * {@code kill -9}, spread over both hosts and the middle of the counting: some at any moment, some
 * inside an open transaction, some when the database has committed and the host doesn't know yet.
 * Who is killed is started again at once.
 */
final class Kills implements Faults {

  private static final double LEAST = 10;
  private static final double MOST = 90;
  private static final double FIRST = 14;
  private static final double JITTER = 3;
  private static final Duration LIMIT = Duration.ofMinutes(1);

  /** Where the first, second, third … kill finds the host; empty for anywhere. */
  private static final List<Optional<Moment>> MOMENTS =
      List.of(Optional.empty(), Optional.of(Moment.COMMIT), Optional.of(Moment.ANSWER));

  private final int number;
  private final double last;
  private final RandomGenerator random;
  private final List<Kill> kills = new ArrayList<>();

  /**
   * That many, from about 14 % of the lines on.
   *
   * @param last at about which share of the lines the last one is, in percent
   */
  Kills(int number, double last, RandomGenerator random) {
    this.number = number;
    this.last = last;
    this.random = random;
  }

  /**
   * One that was done.
   *
   * @param before what was counted just before it
   * @param after what was counted just after it
   */
  private record Kill(Host host, Share before, Share after, boolean inTransaction) {

    boolean isWithinWindow() {
      return before.isWithin(LEAST, MOST) && after.isWithin(LEAST, MOST);
    }
  }

  @Override
  public List<Finding> inflictOn(Counting counting) throws SQLException, InterruptedException {
    for (int i = 0; i < number; i++) {
      counting.until(next() + random.nextDouble(-JITTER, JITTER));
      Host victim = victim(counting);
      Optional<Moment> moment = MOMENTS.get(i % MOMENTS.size());
      Kill kill =
          moment.isPresent() ? killAt(moment.get(), victim, counting) : kill(victim, counting);
      kills.add(kill);
      victim.start();
    }
    return findings(counting.stage().hosts());
  }

  /** Those that are left share evenly what is left, however far the counting has got by now. */
  private double next() {
    if (kills.isEmpty()) {
      return FIRST;
    }
    double done = kills.get(kills.size() - 1).after().percent();
    return done + Math.max(0, last - done) / (number - kills.size());
  }

  /** The host that counts and was killed least; the other one than last, if both were. */
  private Host victim(Counting counting) throws SQLException, InterruptedException {
    List<Host> hosts = counting.stage().hosts();
    counting
        .patience()
        .until("a host counts", LIMIT, () -> hosts.stream().anyMatch(Host::hasWritten));
    return hosts.stream()
        .filter(Host::hasWritten)
        .min(Comparator.comparingLong(this::timesKilled).thenComparing(this::wasLast))
        .orElse(hosts.get(0));
  }

  private long timesKilled(Host host) {
    return kills.stream().filter(kill -> kill.host() == host).count();
  }

  private boolean wasLast(Host host) {
    return !kills.isEmpty() && kills.get(kills.size() - 1).host() == host;
  }

  private Kill kill(Host victim, Counting counting) throws SQLException {
    Share before = counting.counts().now();
    long pid = victim.pid();
    victim.kill();
    Share after = counting.counts().now();
    say(counting, victim, pid, before, "at any moment");
    return new Kill(victim, before, after, false);
  }

  private Kill killAt(Moment moment, Host victim, Counting counting)
      throws SQLException, InterruptedException {
    FlushHold hold = new FlushHold(moment);
    victim.wire().interfere(hold);
    try {
      counting
          .patience()
          .until(
              "a flush of host " + victim.name() + " is at its " + moment,
              LIMIT,
              () -> hold.connection().isPresent());
      return killHeld(moment, victim, counting, hold.connection().getAsLong());
    } finally {
      hold.cut();
      victim.wire().interfere(Interference.NONE);
    }
  }

  private Kill killHeld(Moment moment, Host victim, Counting counting, long connection)
      throws SQLException {
    Share before = counting.counts().now();
    List<List<String>> open = counting.counts().transactions(connection);
    long pid = victim.pid();
    victim.kill();
    List<List<String>> stillOpen = counting.counts().transactions(connection);
    Share after = counting.counts().now();
    boolean inTransaction = isOpen(open) && isOpen(stillOpen);
    say(counting, victim, pid, before, circumstances(moment, connection, stillOpen));
    return new Kill(victim, before, after, inTransaction);
  }

  private static boolean isOpen(List<List<String>> transactions) {
    return transactions.size() == 1 && Long.parseLong(transactions.get(0).get(1)) > 0;
  }

  private static String circumstances(
      Moment moment, long connection, List<List<String>> transactions) {
    if (moment == Moment.ANSWER) {
      return "after the COMMIT of connection %d and before its answer (open transactions there: %d)"
          .formatted(connection, transactions.size());
    }
    return transactions.isEmpty()
        ? "NOT inside a transaction: connection %d has none".formatted(connection)
        : "inside the open transaction of connection %d: %s, %s rows modified, COMMIT not arrived"
            .formatted(connection, transactions.get(0).get(0), transactions.get(0).get(1));
  }

  private void say(Counting counting, Host victim, long pid, Share before, String circumstances) {
    counting
        .journal()
        .say(
            "kill -9 no. %d: host %s (pid %d), %s counted, %s",
            kills.size() + 1, victim.name(), pid, before, circumstances);
  }

  private List<Finding> findings(List<Host> hosts) {
    String perHost =
        hosts.stream()
            .map(host -> "%d of host %s".formatted(timesKilled(host), host.name()))
            .collect(Collectors.joining(", "));
    long inTransaction = kills.stream().filter(Kill::inTransaction).count();
    String shares =
        kills.stream()
            .map(kill -> String.format(Locale.ROOT, "%.1f %%", kill.before().percent()))
            .collect(Collectors.joining(", "));
    return List.of(
        new Finding(
            "kill -9",
            kills.size() == number && hosts.stream().allMatch(host -> timesKilled(host) > 0),
            "%d: %s; %d of them inside an open transaction"
                .formatted(kills.size(), perHost, inTransaction)),
        new Finding(
            "inside a transaction",
            inTransaction > 0,
            "%d, at least one is asked for".formatted(inTransaction)),
        new Finding(
            "moments",
            kills.stream().allMatch(Kill::isWithinWindow),
            "at %s of the lines counted, all between 10 %% and 90 %%".formatted(shares)));
  }
}
