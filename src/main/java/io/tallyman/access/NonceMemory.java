package io.tallyman.access;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * Which nonces of one key were used, each until its signature has expired. It holds so many and no
 * more: forgetting one early would let its request in again, so a new one is refused. Thread-safe.
 */
final class NonceMemory {

  /** What becomes of a nonce. */
  enum Use {
    FIRST,
    AGAIN,
    REFUSED_AS_FULL
  }

  private record Used(String nonce, Instant until) {}

  private final int most;
  private final Set<String> known = new HashSet<>();
  private final PriorityQueue<Used> soonestFirst =
      new PriorityQueue<>(Comparator.comparing(Used::until));
  private Instant forgottenUntil = Instant.MIN;

  NonceMemory(int most) {
    this.most = most;
  }

  /**
   * @param until when the signature that has the nonce is taken no more
   * @param now the time; nonces whose time is over are forgotten
   */
  synchronized Use use(String nonce, Instant until, Instant now) {
    forget(now);
    // A clock that was put back must not bring back what was forgotten.
    if (known.contains(nonce) || !until.isAfter(forgottenUntil)) {
      return Use.AGAIN;
    }
    if (known.size() >= most) {
      return Use.REFUSED_AS_FULL;
    }
    known.add(nonce);
    soonestFirst.add(new Used(nonce, until));
    return Use.FIRST;
  }

  private void forget(Instant now) {
    for (Used used = soonestFirst.peek();
        used != null && !used.until().isAfter(now);
        used = soonestFirst.peek()) {
      soonestFirst.remove();
      known.remove(used.nonce());
      forgottenUntil = used.until();
    }
  }
}
