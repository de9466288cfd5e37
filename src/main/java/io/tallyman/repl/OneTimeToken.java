package io.tallyman.repl;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicBoolean;

/** Lets in one session. Keeps the token's digest only. Thread-safe. */
final class OneTimeToken {

  private static final int BYTES = 32;

  /** What is said to somebody who shows a token. */
  enum Answer {
    ADMITTED,
    WRONG,
    /** It is the right one, and has let somebody in before. */
    USED
  }

  private final byte[] digest;
  private final AtomicBoolean used = new AtomicBoolean();

  OneTimeToken(String token) {
    this.digest = digest(token);
  }

  /** A token that nobody can guess: 256 bits, in letters, digits, {@code -} and {@code _}. */
  static String random() {
    byte[] bytes = new byte[BYTES];
    new SecureRandom().nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** Takes as long for a wrong one as for the right one. */
  Answer admit(String shown) {
    if (!MessageDigest.isEqual(digest, digest(shown))) {
      return Answer.WRONG;
    }
    return used.compareAndSet(false, true) ? Answer.ADMITTED : Answer.USED;
  }

  private static byte[] digest(String token) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
