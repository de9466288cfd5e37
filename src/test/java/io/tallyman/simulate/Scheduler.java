package io.tallyman.simulate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One thing at a time, in virtual time. What is due at the same moment happens in an order that the
 * seed draws, and each step of a strand takes a time that the seed draws. The strand that waits for
 * its turn carries out the events until then, or gives the baton to the strand that is next.
 */
final class Scheduler implements Turns {

  /** The world itself, which can be neither stalled nor killed. */
  static final int WORLD = 0;

  /** The longest that a step takes; two hundred microseconds are a statement on a quick network. */
  private static final long LONGEST_STEP = 400_000;

  /**
   * What happens at a moment.
   *
   * @param at when
   * @param lot decides among those of the same moment
   * @param process to whom it happens
   * @param strand whose turn it is, or null
   * @param action what happens where it is no strand's turn
   */
  private record Event(long at, long lot, int process, @Nullable Strand strand, Runnable action)
      implements Comparable<Event> {
    @Override
    public int compareTo(Event other) {
      int byTime = Long.compare(at, other.at);
      return byTime != 0 ? byTime : Long.compare(lot, other.lot);
    }

    Event later(long then) {
      return new Event(then, lot, process, strand, action);
    }
  }

  /** A strand that waits for something. */
  private record Waiter(Strand strand, BooleanSupplier until, long deadline) {}

  private final SplittableRandom random;
  private final StrandPool pool;
  private final PriorityQueue<Event> events = new PriorityQueue<>();
  private final List<Waiter> waiters = new ArrayList<>();
  private final List<Strand> strands = new ArrayList<>();
  private final Map<Integer, Long> stalledUntil = new HashMap<>();
  private final Strand driver = new Strand(WORLD);
  private Strand running = driver;
  private long now;
  private long horizon;
  private @Nullable Throwable failure;

  Scheduler(long seed, StrandPool pool) {
    this.random = new SplittableRandom(seed);
    this.pool = pool;
  }

  @Override
  public long nanos() {
    return now;
  }

  /**
   * Something happens to a process after a while; it must not wait. Nothing happens to the dead.
   */
  void after(long nanos, int process, Runnable action) {
    events.add(new Event(now + nanos, random.nextLong(), process, null, action));
  }

  /** A strand of a process begins. */
  void start(int process, Runnable body) {
    Strand strand = new Strand(process);
    strands.add(strand);
    pool.start(strand, () -> run(strand, body));
    resume(strand);
  }

  private void run(Strand strand, Runnable body) {
    running = strand;
    try {
      body.run();
    } catch (Strand.Killed e) {
      // its process is gone
    } catch (RuntimeException | Error e) {
      fail(e);
    }
    strand.end();
    strands.remove(strand);
    nextStrand().give();
  }

  @Override
  public void step(String what) {
    Strand self = living();
    resume(self);
    passOn(self);
    living();
  }

  @Override
  public boolean await(String what, BooleanSupplier until, long nanos) {
    Strand self = living();
    if (!until.getAsBoolean()) {
      waiters.add(new Waiter(self, until, now + nanos));
      after(nanos, WORLD, () -> {}); // so that the deadline is noticed
      passOn(self);
      living();
    }
    return until.getAsBoolean();
  }

  /** Lets so much time pass. */
  void pause(long nanos) {
    Strand self = living();
    long when = now + nanos;
    events.add(new Event(when, random.nextLong(), self.process(), self, () -> {}));
    passOn(self);
    living();
  }

  /** The strand that runs; it comes to nothing more if its process is dead. */
  private Strand living() {
    if (running.isKilled()) {
      throw new Strand.Killed();
    }
    return running;
  }

  private void resume(Strand strand) {
    long when = now + random.nextLong(LONGEST_STEP);
    events.add(new Event(when, random.nextLong(), strand.process(), strand, () -> {}));
  }

  /** Lets the world go on until it is this strand's turn. */
  private void passOn(Strand self) {
    Strand next = nextStrand();
    if (next != self) {
      next.give();
      self.awaitTurn();
    }
    running = self;
  }

  /** Carries out events until it is a strand's turn; the driver's where there is nothing more. */
  private Strand nextStrand() {
    while (failure == null) {
      wakeWaiters();
      Event next = events.peek();
      if (next == null || next.at() > horizon) {
        return driver;
      }
      events.remove();
      now = Math.max(now, next.at());
      long until = stalledUntil.getOrDefault(next.process(), 0L);
      if (until > now) {
        events.add(next.later(until + random.nextLong(LONGEST_STEP)));
      } else if (next.strand() == null) {
        carryOut(next);
      } else if (!next.strand().isOver()) {
        return next.strand();
      }
    }
    return driver;
  }

  /** On the thread of whichever strand waits: what goes wrong is none of its business. */
  private void carryOut(Event event) {
    try {
      event.action().run();
    } catch (RuntimeException | Error e) {
      fail(e);
    }
  }

  private void wakeWaiters() {
    for (int i = 0; i < waiters.size(); i++) {
      Waiter waiter = waiters.get(i);
      if (waiter.deadline() <= now || waiter.until().getAsBoolean()) {
        waiters.remove(i--);
        resume(waiter.strand());
      }
    }
  }

  /** The process does nothing for a while: its strands keep what they hold. */
  void stall(int process, long nanos) {
    stalledUntil.merge(process, now + nanos, Math::max);
  }

  /** Whether the process does nothing now. */
  boolean isStalled(int process) {
    return stalledUntil.getOrDefault(process, 0L) > now;
  }

  /** The process ends in the middle of whatever it does. */
  void kill(int process) {
    stalledUntil.remove(process);
    events.removeIf(event -> event.process() == process);
    waiters.removeIf(waiter -> waiter.strand().process() == process);
    for (Strand strand : strands) {
      if (strand.process() == process) {
        strand.kill();
        resume(strand);
      }
    }
  }

  /** Ends the schedule: something is wrong. The first to say so is heard. */
  void fail(Throwable why) {
    if (failure == null) {
      failure = why;
    }
  }

  /**
   * Lets the world go on until this moment, or until nothing more happens. Called by the driver.
   *
   * @throws Violation when something failed, with its cause
   */
  void runUntil(long nanos) {
    horizon = nanos;
    driver.isRunOn(Thread.currentThread());
    running = driver;
    passOn(driver);
    if (failure != null) {
      throw new Violation(Violation.kinds(failure), "at " + now + " ns: " + failure, failure);
    }
    now = Math.max(now, horizon);
  }

  /** Ends all strands. Called by the driver, in the end. */
  void close() {
    failure = null;
    for (Strand strand : List.copyOf(strands)) {
      kill(strand.process());
    }
    horizon = Long.MAX_VALUE;
    events.removeIf(event -> event.strand() == null);
    running = driver;
    passOn(driver);
  }
}
