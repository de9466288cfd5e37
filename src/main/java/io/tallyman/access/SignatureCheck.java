package io.tallyman.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Whether a request was signed by one of the keys: over all that decides what it does, a short time
 * ago, and for the first time. Thread-safe.
 */
final class SignatureCheck {

  static final Duration SKEW = Duration.ofSeconds(60);
  static final Duration LONGEST_LIFE = Duration.ofMinutes(5);
  private static final int MOST_NONCES = 10_000;

  private record Known(AccessKey key, NonceMemory nonces) {}

  private final Map<String, Known> keys = new HashMap<>();
  private final Known nobody;
  private final Clock clock;
  private final Instant since;

  SignatureCheck(List<AccessKey> keys, Clock clock) {
    this(keys, clock, MOST_NONCES);
  }

  SignatureCheck(List<AccessKey> keys, Clock clock, int mostNonces) {
    for (AccessKey key : keys) {
      this.keys.put(key.id(), new Known(key, new NonceMemory(mostNonces)));
    }
    byte[] secret = new byte[AccessKey.LEAST_BYTES];
    new SecureRandom().nextBytes(secret);
    this.nobody = new Known(new AccessKey("", secret, Level.READ), new NonceMemory(0));
    this.clock = clock;
    this.since = clock.instant().truncatedTo(ChronoUnit.SECONDS);
  }

  /**
   * Finds the key that signed a request.
   *
   * @return the key that signed it
   * @throws Refusal when it isn't to be taken
   */
  AccessKey check(SignedRequest request, SignatureFields fields) throws Refusal {
    SignatureParameters parameters = fields.parameters();
    if (!Set.copyOf(parameters.components()).equals(Set.copyOf(request.names()))) {
      throw Refusal.malformed(
          "the signature of such a request has to cover "
              + String.join(" ", request.names())
              + ", and nothing else");
    }
    // A key that nobody has costs the same time as one that somebody has.
    boolean isKnown = keys.containsKey(parameters.keyId());
    Known known = keys.getOrDefault(parameters.keyId(), nobody);
    String expected = known.key().sign(request.base(parameters.components(), fields.text()));
    if (!isEqual(expected, fields.signature()) || !isKnown) {
      throw Refusal.unknown(
          isKnown
              ? "the signature doesn't fit the request and the secret of " + known.key()
              : "the key is unknown");
    }
    checkTime(parameters, known.key());
    checkFirst(parameters, known);
    return known.key();
  }

  private static boolean isEqual(String expected, String received) {
    return MessageDigest.isEqual(
        expected.getBytes(StandardCharsets.US_ASCII), received.getBytes(StandardCharsets.US_ASCII));
  }

  private void checkTime(SignatureParameters parameters, AccessKey key) throws Refusal {
    Instant now = clock.instant();
    Instant created = parameters.created();
    Instant expires = parameters.expires();
    Duration life = Duration.between(created, expires);
    if (life.isNegative() || life.isZero() || life.compareTo(LONGEST_LIFE) > 0) {
      throw Refusal.unknown(
          key + " signed for " + life + ", and at most " + LONGEST_LIFE + " is taken");
    }
    if (created.isAfter(now.plus(SKEW))) {
      throw Refusal.unknown(key + " signed in the future, at " + created + ": compare the clocks");
    }
    if (!now.isBefore(expires.plus(SKEW))) {
      throw Refusal.unknown("the signature of " + key + " has expired, at " + expires);
    }
    // The nonces that the process before this one knew are lost.
    if (created.isBefore(since)) {
      throw Refusal.unknown(key + " signed before this process started, at " + since);
    }
  }

  private void checkFirst(SignatureParameters parameters, Known known) throws Refusal {
    Instant until = parameters.expires().plus(SKEW);
    switch (known.nonces().use(parameters.nonce(), until, clock.instant())) {
      case FIRST -> {}
      case AGAIN -> throw Refusal.unknown("a signature of " + known.key() + " was used before");
      case REFUSED_AS_FULL ->
          throw Refusal.busy(
              "this key has signed too many requests within five minutes; send fewer");
    }
  }
}
