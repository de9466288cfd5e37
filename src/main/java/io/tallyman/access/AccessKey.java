package io.tallyman.access;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A machine's key: its id, its level, and a secret that nobody gets out of it again. */
public final class AccessKey {

  /** As many as the hash has; RFC 2104 discourages less. */
  public static final int LEAST_BYTES = 32;

  private static final String ALGORITHM = "HmacSHA256";

  private final String id;
  private final Level level;
  private final SecretKeySpec secret;

  /**
   * @param secret at least {@value #LEAST_BYTES} bytes, copied
   * @throws IllegalArgumentException when the secret is shorter; the message doesn't show it
   */
  public AccessKey(String id, byte[] secret, Level level) {
    if (secret.length < LEAST_BYTES) {
      throw new IllegalArgumentException(
          "the secret of key " + id + " has fewer than " + LEAST_BYTES + " bytes");
    }
    this.id = id;
    this.level = level;
    this.secret = new SecretKeySpec(secret, ALGORITHM);
  }

  /** The name by which requests say which key signed them. */
  public String id() {
    return id;
  }

  /** What requests signed with this key may do at most. */
  public Level level() {
    return level;
  }

  /** HMAC-SHA256 of an ASCII text, in base64. */
  String sign(String text) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(secret);
      byte[] signature = mac.doFinal(text.getBytes(StandardCharsets.US_ASCII));
      return Base64.getEncoder().encodeToString(signature);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
    }
  }

  @Override
  public String toString() {
    return "key " + id + " (" + level.label() + ")";
  }
}
