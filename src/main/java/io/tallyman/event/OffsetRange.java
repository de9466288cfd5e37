package io.tallyman.event;

/**
 * A half-open range of a partition's offsets, {@code [first, next)}.
 *
 * @param first the smallest offset in the range, 0 or more
 * @param next the offset after the last one in the range; equal to {@code first} when the range is
 *     empty
 */
public record OffsetRange(long first, long next) {

  public OffsetRange {
    if (first < 0 || next < first) {
      throw new IllegalArgumentException(
          "an offset range starts at 0 or later and doesn't end before it starts: ["
              + first
              + ", "
              + next
              + ")");
    }
  }

  public long length() {
    return next - first;
  }

  public boolean isEmpty() {
    return next == first;
  }

  public boolean contains(long offset) {
    return first <= offset && offset < next;
  }

  @Override
  public String toString() {
    return "[" + first + ", " + next + ")";
  }
}
