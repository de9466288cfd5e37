package io.tallyman.access;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicBoolean;

/** A clock that shows one time when it is asked first, and another ever after. */
final class Ticking extends Clock {

  private final Instant first;
  private final Instant then;
  private final AtomicBoolean asked = new AtomicBoolean();

  Ticking(Instant first, Instant then) {
    this.first = first;
    this.then = then;
  }

  @Override
  public Instant instant() {
    return asked.getAndSet(true) ? then : first;
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
