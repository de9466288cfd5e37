package io.tallyman.access;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Whether a name and its password (HTTP Basic) are those of a user. Every login costs the same,
 * also that of a user who doesn't exist, and only a few are computed at a time: hashing is meant to
 * be expensive, and this host has to count. Who has logged in lately isn't hashed again, and so
 * isn't kept out by others who guess. Thread-safe.
 */
final class PasswordCheck {

  static final int AT_A_TIME = 2;

  private static final String SCHEME = "basic ";
  private static final int LONGEST = 1_000;

  private final Map<String, AccessUser> users = new HashMap<>();
  private final int iterations;
  private final Semaphore turns;
  private final LoginMemory lately;

  PasswordCheck(List<AccessUser> users, Clock clock) {
    this(users, clock, new Semaphore(AT_A_TIME));
  }

  PasswordCheck(List<AccessUser> users, Clock clock, Semaphore turns) {
    users.forEach(user -> this.users.put(user.name(), user));
    this.iterations = users.stream().mapToInt(user -> user.password().iterations()).max().orElse(0);
    this.turns = turns;
    this.lately = new LoginMemory(clock);
  }

  /**
   * Finds the user whose name and password these are.
   *
   * @param authorization the field {@code Authorization}
   * @return whose password it is
   * @throws Refusal when it is nobody's, or too many ask at once
   */
  AccessUser check(String authorization) throws Refusal {
    String login = login(authorization);
    int colon = login.indexOf(':');
    if (colon < 0) {
      throw malformed();
    }
    return check(login.substring(0, colon), login.substring(colon + 1).toCharArray());
  }

  private AccessUser check(String name, char[] password) throws Refusal {
    AccessUser known = users.get(name);
    return known != null && lately.isRight(known, password)
        ? known
        : compute(name, known, password);
  }

  private AccessUser compute(String name, @Nullable AccessUser user, char[] password)
      throws Refusal {
    if (!turns.tryAcquire()) {
      throw Refusal.busy("too many logins at once; try again in a second");
    }
    try {
      if (user == null) {
        PasswordHash.spend(password, iterations);
        // Not the name: it may be a password that was typed too early.
        throw Refusal.unknown("the user is unknown");
      }
      boolean fits = user.password().isOf(password);
      PasswordHash.spend(password, iterations - user.password().iterations());
      if (!fits) {
        throw Refusal.unknown("the password of user " + name + " is another one");
      }
      lately.remember(user, password);
      return user;
    } finally {
      turns.release();
    }
  }

  private static String login(String authorization) throws Refusal {
    if (authorization.length() > LONGEST
        || !authorization.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
      throw malformed();
    }
    try {
      byte[] bytes = Base64.getDecoder().decode(authorization.substring(SCHEME.length()).strip());
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (IllegalArgumentException | CharacterCodingException e) {
      throw malformed();
    }
  }

  private static Refusal malformed() {
    return Refusal.malformed(
        "Authorization has to be Basic and the base64 of NAME:PASSWORD in UTF-8; machines sign"
            + " their requests in its place");
  }
}
