package io.tallyman.activity;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.dropwizard.lifecycle.Managed;
import io.tallyman.lifecycle.PartThread;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Posts what happens to a webhook, one after the other, from {@link #start} to {@link #stop}. What
 * isn't taken is tried again after 1, 4, 16 and 60 seconds, each from the beginning of the attempt
 * before, and then given up with a warning. A hundred may wait; what comes on top of them is
 * dropped, with a warning too. Thread-safe.
 */
public final class Webhook implements ActivityLog, Managed {

  private static final Logger LOG = LoggerFactory.getLogger(Webhook.class);
  private static final int MOST_WAITING = 100;
  private static final int ATTEMPTS = 5;
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final int FACTOR = 4;
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);

  /** How often it is seen whether the clock has reached the next attempt. */
  private static final Duration GLANCE = Duration.ofMillis(100);

  /** What is told last has this long to get out. */
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(4);

  private final WebhookCall call;
  private final Clock clock;
  private final BlockingQueue<Activity> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
  private final AtomicLong dropped = new AtomicLong();
  private final PartThread thread = new PartThread("webhook", this::work);

  /**
   * @param call carries out one attempt
   * @param clock tells when the next is due
   */
  public Webhook(WebhookCall call, Clock clock) {
    this.call = call;
    this.clock = clock;
  }

  @Override
  public void tell(Activity activity) {
    if (!waiting.offer(activity)) {
      dropped.incrementAndGet();
    }
  }

  @Override
  public void start() {
    thread.start();
  }

  private void work() throws InterruptedException {
    while (thread.goesOn()) {
      Activity next = waiting.poll(1, SECONDS);
      if (next != null) {
        deliver(next);
      }
    }
    for (Activity rest = waiting.poll(); rest != null; rest = waiting.poll()) {
      deliver(rest);
    }
  }

  /** A service that ends tries each once and waits for none. */
  private void deliver(Activity activity) throws InterruptedException {
    Duration pause = FIRST_PAUSE;
    Instant began = clock.instant();
    WebhookCall.Answer answer = call.post(activity);
    for (int attempt = 2; attempt <= ATTEMPTS && answer.mayChange(); attempt++) {
      Duration asked = answer.retryAfter();
      Duration chosen = shorter(asked.compareTo(pause) > 0 ? asked : pause, LONGEST_PAUSE);
      if (!waitedUntil(began.plus(chosen))) {
        break;
      }
      began = clock.instant();
      answer = call.post(activity);
      pause = shorter(pause.multipliedBy(FACTOR), LONGEST_PAUSE);
    }
    if (!answer.taken()) {
      LOG.warn("The webhook doesn't take '{}': {}", activity.text(), answer.sentence());
    }
    long missed = dropped.getAndSet(0);
    if (missed > 0) {
      LOG.warn("{} more activities weren't told: too many were waiting for the webhook", missed);
    }
  }

  /** Whether the clock has come so far; not if the service ends before. */
  private boolean waitedUntil(Instant due) throws InterruptedException {
    while (thread.goesOn()) {
      if (!clock.instant().isBefore(due)) {
        return true;
      }
      thread.pause(GLANCE);
    }
    return false;
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  @Override
  public void stop() throws InterruptedException {
    thread.askToStop();
    thread.awaitEnd(STOP_PATIENCE);
  }
}
