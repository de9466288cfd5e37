package io.tallyman.demo;

import io.tallyman.cluster.Ending;
import java.io.IOException;
import java.io.InputStream;

/** Reads the keys that somebody presses. */
final class Keys {

  private final InputStream in;
  private final Faults faults;
  private final Ending ending;

  Keys(InputStream in, Faults faults, Ending ending) {
    this.in = in;
    this.faults = faults;
    this.ending = ending;
  }

  /** Begins to read, on a thread of its own, until the keys end. */
  void start() {
    DemoThreads.start("keys", this::read);
  }

  private void read() {
    try {
      for (int key = in.read(); key >= 0; key = in.read()) {
        press((char) key);
      }
    } catch (IOException e) {
      ending.ask(); // the terminal is gone, and with it whoever looked
    }
  }

  private void press(char key) {
    if (key != 'q' && key != Terminal.INTERRUPT) {
      faults.press(key);
    } else if (ending.isAsked() && key == Terminal.INTERRUPT) {
      // Asked twice: the servers end with this JVM, and the next demo cleans up.
      Runtime.getRuntime().halt(Ending.INTERRUPTED);
    } else {
      ending.ask();
    }
  }
}
