package io.tallyman.lifecycle;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A part and its state. The state moves by compare-and-set, so that whoever reads it sees a state
 * together with the failure that led to it.
 */
final class Member {

  private record Situation(PartState state, @Nullable Throwable failure) {}

  private final Part part;
  private final String name;
  private final List<String> needs;
  private final AtomicReference<Situation> situation =
      new AtomicReference<>(new Situation(PartState.LATENT, null));

  Member(Part part) {
    this.part = part;
    this.name = part.name();
    this.needs = List.copyOf(part.needs());
  }

  String name() {
    return name;
  }

  List<String> needs() {
    return needs;
  }

  boolean isStarted() {
    return situation().state() == PartState.STARTED;
  }

  void start() throws PartFailure {
    Situation before = situation();
    switch (before.state()) {
      case LATENT, STOPPED, FAILED -> move(before, PartState.STARTING, null);
      case STARTING, STARTED, STOPPING -> throw notFrom(before, "started");
    }
    run(part::start, PartState.STARTED, "didn't start");
  }

  /** Announces the stop; a failure leaves the part started. */
  void stopSoon() throws PartFailure {
    try {
      part.stopSoon();
    } catch (RuntimeException failure) {
      throw new PartFailure(name, "didn't begin to stop", failure);
    }
  }

  void stop() throws PartFailure {
    Situation before = situation();
    if (before.state() != PartState.STARTED) {
      throw notFrom(before, "stopped");
    }
    move(before, PartState.STOPPING, null);
    run(part::stop, PartState.STOPPED, "didn't stop cleanly");
  }

  PartStatus status() {
    Situation now = situation();
    String failure = now.failure() == null ? "" : PartFailure.sentence(now.failure());
    Check check =
        switch (now.state()) {
          case STARTED -> check();
          case FAILED -> new Check.Unwell(failure);
          default -> new Check.Unwell("it is " + now.state().code());
        };
    return new PartStatus(name, needs, now.state(), check, failure);
  }

  private interface Step {
    void run() throws Exception;
  }

  private void run(Step step, PartState success, String what) throws PartFailure {
    Situation during = situation();
    try {
      step.run();
      move(during, success, null);
    } catch (Throwable failure) { // an Error too: the state must say it, and the others be undone
      move(during, PartState.FAILED, failure);
      throw new PartFailure(name, what, failure);
    }
  }

  /** A check that breaks its promise not to throw must not take the whole picture away. */
  private Check check() {
    try {
      return part.check();
    } catch (RuntimeException failure) {
      return new Check.Unwell("its check failed: " + PartFailure.sentence(failure));
    }
  }

  private Situation situation() {
    return Objects.requireNonNull(situation.get(), "situation");
  }

  private void move(Situation from, PartState to, @Nullable Throwable failure) {
    if (!situation.compareAndSet(from, new Situation(to, failure))) {
      throw notFrom(situation(), "moved to " + to.code() + " by two threads");
    }
  }

  private IllegalStateException notFrom(Situation now, String what) {
    return new IllegalStateException(
        "the part " + name + " is " + now.state().code() + " and can't be " + what);
  }
}
