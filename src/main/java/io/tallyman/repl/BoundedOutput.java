package io.tallyman.repl;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Keeps so many bytes of what is printed, and counts the others. Thread-safe. */
final class BoundedOutput extends OutputStream {

  private final int most;
  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
  private long leftOut;

  BoundedOutput(int most) {
    this.most = most;
  }

  @Override
  public synchronized void write(int single) {
    if (kept.size() < most) {
      kept.write(single);
    } else {
      leftOut++;
    }
  }

  @Override
  public synchronized void write(byte[] bytes, int from, int length) {
    int fits = Math.min(length, most - kept.size());
    kept.write(bytes, from, fits);
    leftOut += length - fits;
  }

  /** What was printed since this was asked last. */
  synchronized String take() {
    String text = kept.toString(StandardCharsets.UTF_8);
    String cut = leftOut == 0 ? "" : "\n... and " + leftOut + " bytes more, left out\n";
    kept.reset();
    leftOut = 0;
    return text + cut;
  }
}
