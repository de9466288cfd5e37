package io.tallyman.access;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeoutException;

/** Reads a body once, within bounds of size and time. */
final class RequestBody {

  static final int MOST_BYTES = 64 * 1024;

  private final Duration patience;
  private final Clock clock;

  /**
   * @param patience how long a whole body may take; how long nothing may come is the server's
   *     {@code idleTimeout}
   */
  RequestBody(Duration patience, Clock clock) {
    this.patience = patience;
    this.clock = clock;
  }

  /**
   * @param signed whether the body has to be the one whose digest was signed
   * @throws Refusal when it is too large, too slow, or another one than its digest says
   */
  byte[] read(HttpServletRequest request, boolean signed) throws Refusal, IOException {
    if (request.getContentLengthLong() > MOST_BYTES) {
      throw Refusal.large(MOST_BYTES);
    }
    byte[] body = read(request.getInputStream());
    Optional<String> digest = new RequestFields(request).one(ContentDigest.FIELD);
    if (digest.isPresent() && !ContentDigest.isOf(digest.get().strip(), body)) {
      String sentence = "the body isn't the one that Content-Digest was made of";
      throw signed ? Refusal.unknown(sentence) : Refusal.malformed(sentence);
    }
    if (signed && digest.isEmpty() && body.length > 0) {
      throw Refusal.malformed("a signed request with a body has to have a Content-Digest");
    }
    return body;
  }

  private byte[] read(InputStream in) throws Refusal, IOException {
    Instant end = clock.instant().plus(patience);
    byte[] buffer = new byte[MOST_BYTES + 1];
    int length = 0;
    try {
      for (int more = 0; more >= 0; more = in.read(buffer, length, buffer.length - length)) {
        length += more;
        if (length > MOST_BYTES) {
          throw Refusal.large(MOST_BYTES);
        }
        if (clock.instant().isAfter(end)) {
          throw Refusal.slow();
        }
      }
    } catch (IOException e) {
      if (e.getCause() instanceof TimeoutException) {
        throw Refusal.slow();
      }
      throw e;
    }
    return Arrays.copyOf(buffer, length);
  }
}
