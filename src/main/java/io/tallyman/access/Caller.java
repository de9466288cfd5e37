package io.tallyman.access;

import jakarta.servlet.ServletRequest;
import java.util.Optional;

/**
 * Who makes a request.
 *
 * @param name the key's id, the user's name, or the address where nobody is asked
 * @param level what the caller may do at most
 * @param means how it is known
 */
public record Caller(String name, Level level, Means means) {

  private static final String ATTRIBUTE = Caller.class.getName();

  /** How it is known who calls. */
  public enum Means {
    /** The request came over loopback and there is no access control. */
    UNASKED,
    /** The request is signed with a key. */
    SIGNATURE,
    /** The request has a user's password. */
    PASSWORD
  }

  /** Whom {@link AccessFilter} has let in with this request; nobody on routes open to all. */
  public static Optional<Caller> of(ServletRequest request) {
    return Optional.ofNullable(request.getAttribute(ATTRIBUTE)).map(Caller.class::cast);
  }

  void attachTo(ServletRequest request) {
    request.setAttribute(ATTRIBUTE, this);
  }

  /** Such as {@code key deploy}, {@code user anna} or {@code operator at 127.0.0.1}. */
  public String description() {
    return switch (means) {
      case UNASKED -> "operator at " + name;
      case SIGNATURE -> "key " + name;
      case PASSWORD -> "user " + name;
    };
  }
}
