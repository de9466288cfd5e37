package io.tallyman.simulate;

import io.tallyman.simulate.database.Fate;
import io.tallyman.simulate.database.Faults;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;

/** What becomes of each exchange with the database: drawn in bad times, and by who is doomed. */
final class Weather implements Faults {

  private static final long LONGEST_UNNOTICED = 1_500_000_000;

  /** Dies after some more exchanges. */
  private static final class Doom {
    private final Runnable end;
    private int left;

    Doom(int left, Runnable end) {
      this.left = left;
      this.end = end;
    }
  }

  private final SplittableRandom random;
  private final Turns turns;
  private final Map<String, Doom> doomed = new LinkedHashMap<>();
  private long badUntil;
  private int perMille;

  Weather(SplittableRandom random, Turns turns) {
    this.random = random;
    this.turns = turns;
  }

  void turnsBad(long nanos, int chance) {
    badUntil = turns.nanos() + nanos;
    perMille = chance;
  }

  void clears() {
    badUntil = 0;
    doomed.clear();
  }

  /** The host breaks off in the middle of an exchange, after so many that go well. */
  void doom(String host, int steps, Runnable end) {
    doomed.put(host, new Doom(steps, end));
  }

  @Override
  public Fate at(String host, Point point, String what) {
    Doom doom = doomed.get(host);
    if (doom != null && doom.left-- <= 0) {
      doomed.remove(host);
      doom.end.run();
      return lost(point);
    }
    boolean bad = turns.nanos() < badUntil && random.nextInt(1000) < perMille;
    return bad ? draw(point) : Fate.WELL;
  }

  private Fate draw(Point point) {
    int lot = random.nextInt(6);
    if (point == Point.CONNECT) {
      return lot < 3 ? Fate.TOO_MANY_CONNECTIONS : Fate.READ_ONLY;
    } else if (point == Point.STATEMENT && lot < 4) {
      return switch (lot) {
        case 0 -> Fate.DEADLOCK;
        case 1 -> Fate.LOCK_WAIT_TIMEOUT;
        case 2 -> Fate.READ_ONLY;
        default -> Fate.DISK_FULL;
      };
    }
    return lost(point);
  }

  private Fate lost(Point point) {
    long noticed = random.nextBoolean() ? 0 : random.nextLong(LONGEST_UNNOTICED);
    return switch (random.nextInt(point == Point.COMMIT ? 3 : 2)) {
      case 0 -> new Fate.LostBefore(noticed);
      case 1 -> new Fate.LostAfter(noticed);
      default -> new Fate.Late(random.nextLong(LONGEST_UNNOTICED));
    };
  }
}
