package io.tallyman.admin;

import io.tallyman.admin.StoredFacts.Facts;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@link StoredFacts} in bounded time: whoever asks waits for the database as long as the
 * patience lasts, and then gets what was read last, with the cause. However many ask, one read is
 * under way. Thread-safe.
 */
final class FactsReader {

  /**
   * What could be read.
   *
   * @param facts the newest facts; null when none was ever read
   * @param asOf when they were read; null when none was ever read
   * @param cause why they aren't from now; empty when they are
   */
  record Reading(@Nullable Facts facts, @Nullable Instant asOf, String cause) {}

  private final StoredFacts stored;
  private final Executor executor;
  private final Clock clock;
  private final Duration patience;

  private @Nullable CompletableFuture<Reading> underWay;
  private volatile Reading last = new Reading(null, null, "");

  FactsReader(StoredFacts stored, Executor executor, Clock clock, Duration patience) {
    this.stored = stored;
    this.executor = executor;
    this.clock = clock;
    this.patience = patience;
  }

  Reading read() {
    try {
      return start().get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException slow) {
      return stale("the database didn't answer within " + patience.toMillis() + " ms");
    } catch (ExecutionException failed) {
      return stale(
          String.valueOf(failed.getCause() == null ? failed : failed.getCause().getMessage()));
    } catch (RejectedExecutionException stopping) {
      return stale("the service is stopping");
    } catch (InterruptedException interrupt) {
      Thread.currentThread().interrupt();
      return stale("the service is stopping");
    }
  }

  private synchronized CompletableFuture<Reading> start() {
    if (underWay == null || underWay.isDone()) {
      underWay = CompletableFuture.supplyAsync(this::readNow, executor);
    }
    return underWay;
  }

  private Reading readNow() {
    try {
      Reading reading = new Reading(stored.read(), clock.instant(), "");
      last = reading;
      return reading;
    } catch (Exception failure) {
      throw new CompletionException(failure);
    }
  }

  private Reading stale(String cause) {
    return new Reading(last.facts(), last.asOf(), cause);
  }
}
