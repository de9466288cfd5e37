package io.tallyman.access;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * A password as PBKDF2-HMAC-SHA256 makes it unreadable, in one line: {@code
 * pbkdf2-sha256:ITERATIONS:SALT:HASH}, the last two in base64, the salt of 16 bytes or more and the
 * hash of 32.
 */
public final class PasswordHash {

  private static final int ITERATIONS = 600_000;
  private static final int LEAST_ITERATIONS = 100_000;
  private static final int MOST_ITERATIONS = 5_000_000;
  private static final int SALT_BYTES = 16;
  private static final int HASH_BYTES = 32;
  private static final Pattern FORM =
      Pattern.compile(
          "pbkdf2-sha256:([0-9]{1,8}):([A-Za-z0-9+/]{22,88}={0,2}):([A-Za-z0-9+/]{43}=)");

  private final int iterations;
  private final byte[] salt;
  private final byte[] hash;

  private PasswordHash(int iterations, byte[] salt, byte[] hash) {
    this.iterations = iterations;
    this.salt = salt;
    this.hash = hash;
  }

  /** The hash of a new password, with a new salt. */
  public static PasswordHash of(char[] password) {
    return of(password, ITERATIONS);
  }

  static PasswordHash of(char[] password, int iterations) {
    byte[] salt = new byte[SALT_BYTES];
    new SecureRandom().nextBytes(salt);
    return new PasswordHash(iterations, salt, derive(password, salt, iterations));
  }

  /**
   * Reads a line of that form.
   *
   * @throws IllegalArgumentException when it isn't such a line; the message doesn't show it
   */
  public static PasswordHash parse(String line) {
    Matcher parts = FORM.matcher(line);
    if (!parts.matches()) {
      throw new IllegalArgumentException("it isn't of the form pbkdf2-sha256:ITERATIONS:SALT:HASH");
    }
    int iterations = Integer.parseInt(parts.group(1));
    if (iterations < LEAST_ITERATIONS || iterations > MOST_ITERATIONS) {
      throw new IllegalArgumentException(
          "its iterations aren't from " + LEAST_ITERATIONS + " to " + MOST_ITERATIONS);
    }
    Base64.Decoder base64 = Base64.getDecoder();
    return new PasswordHash(
        iterations, base64.decode(parts.group(2)), base64.decode(parts.group(3)));
  }

  int iterations() {
    return iterations;
  }

  /** Compares in the same time wherever the two differ; takes a good part of a second. */
  boolean isOf(char[] password) {
    return MessageDigest.isEqual(hash, derive(password, salt, iterations));
  }

  /** Takes the time of so many iterations. */
  static void spend(char[] password, int iterations) {
    if (iterations > 0) {
      derive(password, new byte[SALT_BYTES], iterations);
    }
  }

  private static byte[] derive(char[] password, byte[] salt, int iterations) {
    PBEKeySpec spec = new PBEKeySpec(password, salt, iterations, HASH_BYTES * Byte.SIZE);
    try {
      return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(spec).getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has PBKDF2WithHmacSHA256", e);
    } finally {
      spec.clearPassword();
    }
  }

  /** The line for {@code config.yml}. */
  public String line() {
    Base64.Encoder base64 = Base64.getEncoder();
    return String.join(
        ":",
        "pbkdf2-sha256",
        Integer.toString(iterations),
        base64.encodeToString(salt),
        base64.encodeToString(hash));
  }

  @Override
  public String toString() {
    return "a password's hash";
  }
}
