package io.tallyman.lifecycle;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A part that writes down what is done to it, and does and fails as a test tells it. */
final class RecordingPart implements Part {

  /** What a part does while it starts or stops. */
  interface Deed {
    void run() throws Exception;
  }

  /** What was done to the parts of one test, in order: {@code start pool}, {@code stop pool}. */
  static final class Journal {
    private final List<String> lines = new CopyOnWriteArrayList<>();

    List<String> lines() {
      return lines;
    }

    RecordingPart part(String name, String... needs) {
      return new RecordingPart(this, name, List.of(needs));
    }

    void clear() {
      lines.clear();
    }
  }

  private final Journal journal;
  private final String name;
  private final List<String> needs;
  private Deed onStart = () -> {};
  private Deed onStop = () -> {};
  private Runnable onAnnouncement = () -> {};
  private volatile Check check = Check.well();

  private RecordingPart(Journal journal, String name, List<String> needs) {
    this.journal = journal;
    this.name = name;
    this.needs = new ArrayList<>(needs);
  }

  RecordingPart onStart(Deed deed) {
    onStart = deed;
    return this;
  }

  RecordingPart onStop(Deed deed) {
    onStop = deed;
    return this;
  }

  RecordingPart onAnnouncement(Runnable deed) {
    onAnnouncement = deed;
    return this;
  }

  RecordingPart is(Check now) {
    check = now;
    return this;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<String> needs() {
    return needs;
  }

  @Override
  public void start() throws Exception {
    journal.lines.add("start " + name);
    onStart.run();
  }

  @Override
  public void stopSoon() {
    onAnnouncement.run();
  }

  @Override
  public void stop() throws Exception {
    journal.lines.add("stop " + name);
    onStop.run();
  }

  @Override
  public Check check() {
    return check;
  }
}
