package io.tallyman.lifecycle;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The parts of one system. Each is started after what it needs and stopped before it; the order of
 * the list stands wherever the needs leave a choice.
 *
 * <p>{@link #start}, {@link #stop} and {@link #restart} wait for each other, and parts are started
 * and stopped by the thread that called. {@link #states} waits for nothing and may be called from
 * anywhere at any time. When a part is interrupted while it starts or stops, the call does the rest
 * of its work first and leaves the thread interrupted.
 */
public final class PartGraph {

  private final List<Member> members;
  private final Lock turn = new ReentrantLock();
  private final CountDownLatch firstStart = new CountDownLatch(1);
  private boolean running; // only in turn

  /**
   * @throws IllegalArgumentException when two parts have one name, when a part needs one that isn't
   *     there, or when parts need each other in a circle; the message names them
   */
  public PartGraph(List<? extends Part> parts) {
    members = StartOrder.of(parts.stream().map(Member::new).toList());
  }

  /**
   * Starts every part that isn't started. When one fails, those that this call has started are
   * stopped again, in reverse.
   *
   * @throws PartFailure for the part that failed; failures to stop the others are suppressed in it
   */
  public void start() throws PartFailure {
    inTurn(
        () -> {
          try {
            startAll(members);
            running = true;
          } finally {
            firstStart.countDown();
          }
        });
  }

  /**
   * Stops every part that is started, the one that started last first. A part that fails to stop
   * doesn't keep the others from being stopped.
   *
   * @throws PartFailure for the first part that failed to stop; the others are suppressed in it
   */
  public void stop() throws PartFailure {
    inTurn(
        () -> {
          running = false;
          throwIfAny(stopAll(members));
        });
  }

  /**
   * Stops one part and those that stand on it, in reverse, then starts them again, with the parts
   * that stand on it and weren't started. Nothing else is touched. When one fails to stop, it is
   * started all the same; when one fails to start, those that this call has started are stopped.
   *
   * @throws IllegalArgumentException when there is no such part
   * @throws IllegalStateException when the system isn't running, or a needed part isn't started
   * @throws PartFailure for the first part that failed; the others are suppressed in it
   */
  public void restart(String name) throws PartFailure {
    List<Member> affected = withDependants(name);
    inTurn(
        () -> {
          checkNeedsOf(affected);
          PartFailure failure = stopAll(affected);
          try {
            startAll(affected);
          } catch (PartFailure failedStart) {
            throw keep(failure, failedStart);
          }
          throwIfAny(failure);
        });
  }

  /** Every part in the order in which they start, with its state, its check and what failed. */
  public List<PartStatus> states() {
    return members.stream().map(Member::status).toList();
  }

  /**
   * Waits until the first {@link #start} has ended, well or not; whether it has within this time.
   */
  public boolean awaitFirstStart(Duration patience) throws InterruptedException {
    return firstStart.await(patience.toNanos(), TimeUnit.NANOSECONDS);
  }

  private void startAll(List<Member> wanted) throws PartFailure {
    List<Member> started = new ArrayList<>();
    for (Member member : wanted) {
      if (member.isStarted()) {
        continue;
      }
      try {
        member.start();
        started.add(member);
      } catch (PartFailure failure) {
        boolean interrupted = Thread.interrupted() || isInterrupt(failure);
        PartFailure failedStop = stopAll(started);
        if (failedStop != null) {
          failure.addSuppressed(failedStop);
        }
        if (interrupted) {
          Thread.currentThread().interrupt();
        }
        throw failure;
      }
    }
  }

  private static @Nullable PartFailure stopAll(List<Member> startOrder) {
    List<Member> stopOrder = new ArrayList<>(startOrder);
    stopOrder.removeIf(member -> !member.isStarted());
    Collections.reverse(stopOrder);
    PartFailure first = announceStop(stopOrder);
    boolean interrupted = false;
    for (Member member : stopOrder) {
      try {
        member.stop();
      } catch (PartFailure failure) {
        interrupted |= isInterrupt(failure);
        first = keep(first, failure);
      }
      // An interrupt hurries one part only: the next has something to put away, too.
      interrupted |= Thread.interrupted();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return first;
  }

  private static @Nullable PartFailure announceStop(List<Member> members) {
    PartFailure first = null;
    for (Member member : members) {
      try {
        member.stopSoon();
      } catch (PartFailure failure) {
        first = keep(first, failure);
      }
    }
    return first;
  }

  private List<Member> withDependants(String name) {
    Set<String> names = new LinkedHashSet<>();
    List<Member> affected = new ArrayList<>();
    for (Member member : members) {
      if (member.name().equals(name) || !Collections.disjoint(names, member.needs())) {
        names.add(member.name());
        affected.add(member);
      }
    }
    if (affected.isEmpty()) {
      throw new IllegalArgumentException(
          String.format(
              "there is no part %s; the parts are %s",
              name, String.join(", ", members.stream().map(Member::name).toList())));
    }
    return affected;
  }

  private void checkNeedsOf(List<Member> affected) {
    if (!running) {
      throw new IllegalStateException(
          affected.get(0).name() + " can't be restarted, because the system isn't running");
    }
    for (Member member : members) {
      boolean needed = affected.stream().anyMatch(each -> each.needs().contains(member.name()));
      if (needed && !affected.contains(member) && !member.isStarted()) {
        throw new IllegalStateException(
            String.format(
                "%s can't be restarted, because %s isn't started; start that first",
                affected.get(0).name(), member.name()));
      }
    }
  }

  private interface Work {
    void run() throws PartFailure;
  }

  private void inTurn(Work work) throws PartFailure {
    turn.lock();
    try {
      work.run();
    } finally {
      turn.unlock();
    }
  }

  private static PartFailure keep(@Nullable PartFailure first, PartFailure next) {
    if (first == null) {
      return next;
    }
    first.addSuppressed(next);
    return first;
  }

  private static void throwIfAny(@Nullable PartFailure failure) throws PartFailure {
    if (failure != null) {
      throw failure;
    }
  }

  private static boolean isInterrupt(PartFailure failure) {
    return failure.getCause() instanceof InterruptedException;
  }
}
