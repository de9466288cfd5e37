package io.tallyman.admin.control;

import io.tallyman.store.StoredSetting;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;

/**
 * Whether hosts obey: each tells the digest of what it obeys, and whoever looks compares that with
 * the digest of what it should.
 */
public final class Obedience {

  private static final int CHARACTERS = 12;

  private Obedience() {}

  /** The digest of these settings, whatever their order; 12 characters. */
  static String digest(List<StoredSetting> settings) {
    MessageDigest sha = sha256();
    settings.stream()
        .sorted((one, other) -> one.key().compareTo(other.key()))
        .map(each -> each.key() + "=" + each.value() + "|" + each.setAt() + "|" + each.until())
        .forEach(line -> sha.update((line + "\n").getBytes(StandardCharsets.UTF_8)));
    return HexFormat.of().formatHex(sha.digest()).substring(0, CHARACTERS);
  }

  /** The digest that a host of this name should tell. */
  public static String expected(List<StoredSetting> stored, String host, Instant now) {
    return digest(
        stored.stream().filter(each -> each.key().isFor(host) && each.holdsAt(now)).toList());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
