package io.tallyman.admin;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** A timer whose time moves with a {@link SettableClock}; what is due runs in the test's thread. */
final class SteppedTimer extends ScheduledThreadPoolExecutor {

  private final SettableClock clock;
  private final List<Pending> pending = new ArrayList<>();

  SteppedTimer(SettableClock clock) {
    super(0);
    this.clock = clock;
  }

  void advance(Duration by) {
    clock.advance(by);
    List<Pending> due;
    synchronized (pending) {
      due = pending.stream().filter(each -> each.getDelay(TimeUnit.NANOSECONDS) <= 0).toList();
      pending.removeAll(due);
    }
    due.forEach(FutureTask::run);
  }

  /** How many timers could still fire. */
  long live() {
    synchronized (pending) {
      return pending.stream().filter(each -> !each.isCancelled()).count();
    }
  }

  @Override
  public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
    Pending task =
        new Pending(
            () -> {
              command.run();
              return null;
            },
            clock.millis() + unit.toMillis(delay));
    synchronized (pending) {
      pending.add(task);
    }
    return task;
  }

  private final class Pending extends FutureTask<Object> implements ScheduledFuture<Object> {
    private final long atMillis;

    Pending(Callable<Object> work, long atMillis) {
      super(work);
      this.atMillis = atMillis;
    }

    @Override
    public long getDelay(TimeUnit unit) {
      return unit.convert(atMillis - clock.millis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public int compareTo(Delayed other) {
      return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
    }
  }
}
