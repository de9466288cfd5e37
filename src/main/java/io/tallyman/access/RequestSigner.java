package io.tallyman.access;

import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Signs requests with a key, for a client of the admin port. Each request is signed anew when it is
 * sent: a signature is taken once. Thread-safe.
 */
public final class RequestSigner {

  private static final Duration LIFE = Duration.ofMinutes(1);
  private static final int NONCE_BYTES = 18;

  private final AccessKey key;
  private final Clock clock;
  private final RandomGenerator random = new SecureRandom();

  public RequestSigner(AccessKey key, Clock clock) {
    this.key = key;
    this.clock = clock;
  }

  /**
   * The fields to add to a request, by their names.
   *
   * @param method as it is sent, such as {@code POST}
   * @param target the whole address as it is sent, with its query
   * @param contentType the field {@code Content-Type} as it is sent, null where it isn't
   * @param body the body as it is sent; empty where there is none
   */
  public Map<String, String> sign(
      String method, URI target, @Nullable String contentType, byte[] body) {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    return sign(method, target, contentType, body, Base64.getEncoder().encodeToString(nonce));
  }

  Map<String, String> sign(
      String method, URI target, @Nullable String contentType, byte[] body, String nonce) {
    String digest = body.length == 0 ? null : ContentDigest.of(body);
    SignedRequest request = new SignedRequest(method, target, contentType, digest);
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    String parameters =
        new SignatureParameters(request.names(), now, now.plus(LIFE), key.id(), nonce).text();
    String signature = key.sign(request.base(request.names(), parameters));
    Map<String, String> fields = new LinkedHashMap<>();
    if (digest != null) {
      fields.put(ContentDigest.FIELD, digest);
    }
    fields.put(SignatureFields.INPUT, "sig=" + parameters);
    fields.put(SignatureFields.SIGNATURE, "sig=:" + signature + ":");
    return fields;
  }
}
