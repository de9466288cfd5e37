package io.tallyman.access;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Which passwords were right lately, so that a page that asks every second doesn't cost a hash each
 * time. Holds no password, only what a key that this process has made up makes of it; one for each
 * user. Forgets a login that wasn't used for ten minutes. Thread-safe.
 */
final class LoginMemory {

  static final Duration KEPT = Duration.ofMinutes(10);

  private static final String ALGORITHM = "HmacSHA256";

  private record Login(String code, Instant used) {}

  private final Map<String, Login> logins = new ConcurrentHashMap<>();
  private final SecretKeySpec key;
  private final Clock clock;

  LoginMemory(Clock clock) {
    byte[] secret = new byte[32];
    new SecureRandom().nextBytes(secret);
    this.key = new SecretKeySpec(secret, ALGORITHM);
    this.clock = clock;
  }

  /** Whether this is the password that was right lately; if so, it is used now. */
  boolean isRight(AccessUser user, char[] password) {
    Login login = logins.get(user.name());
    if (login == null) {
      return false;
    }
    Instant now = clock.instant();
    Duration since = Duration.between(login.used(), now);
    if (since.isNegative() || since.compareTo(KEPT) > 0) {
      logins.remove(user.name(), login);
      return false;
    }
    if (!MessageDigest.isEqual(bytes(login.code()), bytes(code(password)))) {
      return false;
    }
    logins.replace(user.name(), login, new Login(login.code(), now));
    return true;
  }

  /** This password is the user's. */
  void remember(AccessUser user, char[] password) {
    logins.put(user.name(), new Login(code(password), clock.instant()));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private String code(char[] password) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return HexFormat.of().formatHex(mac.doFinal(bytes(new String(password))));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, e);
    }
  }
}
