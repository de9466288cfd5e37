package io.tallyman.access;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.util.Optional;

/** Finds out who makes a request. Thread-safe. */
final class Callers {

  private final AccessSettings settings;
  private final SignatureCheck signatures;
  private final PasswordCheck passwords;

  Callers(AccessSettings settings, Clock clock) {
    this.settings = settings;
    this.signatures = new SignatureCheck(settings.keys(), clock);
    this.passwords = new PasswordCheck(settings.users(), clock);
  }

  /**
   * @throws Refusal when nobody is known by these credentials
   */
  Caller identify(HttpServletRequest request) throws Refusal {
    RequestFields fields = new RequestFields(request);
    if (!settings.asks()) {
      return unasked(request, fields);
    }
    Optional<String> input = fields.one(SignatureFields.INPUT);
    Optional<String> signature = fields.one(SignatureFields.SIGNATURE);
    Optional<String> authorization = fields.one("Authorization");
    if (authorization.isPresent() && (input.isPresent() || signature.isPresent())) {
      throw Refusal.malformed("a request is signed or has a password; send one of the two");
    }
    if (authorization.isPresent()) {
      return person(fields, authorization.get());
    }
    if (input.isEmpty() || signature.isEmpty()) {
      throw Refusal.unknown("no credentials");
    }
    AccessKey key =
        signatures.check(
            signed(request, fields), SignatureFields.read(input.get(), signature.get()));
    return new Caller(key.id(), key.level(), Caller.Means.SIGNATURE);
  }

  /** That the port binds to loopback only is checked with the configuration; this is the net. */
  private static Caller unasked(HttpServletRequest request, RequestFields fields) throws Refusal {
    if (!fields.isFromHere()) {
      throw Refusal.forbidden("without access control only this machine itself is let in");
    }
    return new Caller(request.getRemoteAddr(), Level.DANGEROUS, Caller.Means.UNASKED);
  }

  private Caller person(RequestFields fields, String authorization) throws Refusal {
    if (!takesPasswordsOver(fields)) {
      throw Refusal.forbidden(
          "passwords are taken over TLS only, or from the machine itself; change this one, it was"
              + " readable on its way");
    }
    AccessUser user = passwords.check(authorization);
    return new Caller(user.name(), user.level(), Caller.Means.PASSWORD);
  }

  /** Whether a person may log in over this connection at all. */
  boolean takesPasswordsOver(RequestFields fields) {
    return !settings.users().isEmpty() && (fields.scheme().equals("https") || fields.isFromHere());
  }

  private static SignedRequest signed(HttpServletRequest request, RequestFields fields)
      throws Refusal {
    return new SignedRequest(
        request.getMethod(),
        fields.target(),
        fields.one("Content-Type").orElse(null),
        fields.one(ContentDigest.FIELD).orElse(null));
  }
}
