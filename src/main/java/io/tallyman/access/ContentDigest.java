package io.tallyman.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** The field {@code Content-Digest} (RFC 9530) with sha-256, the one algorithm that is taken. */
final class ContentDigest {

  static final String FIELD = "Content-Digest";

  private ContentDigest() {}

  static String of(byte[] content) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
      return "sha-256=:" + Base64.getEncoder().encodeToString(digest) + ":";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Whether a received field is, character by character, the digest of the content. */
  static boolean isOf(String field, byte[] content) {
    return MessageDigest.isEqual(
        field.getBytes(StandardCharsets.UTF_8), of(content).getBytes(StandardCharsets.UTF_8));
  }
}
