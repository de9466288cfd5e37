package io.tallyman.repl;

import java.nio.file.Path;
import java.time.Instant;

/**
 * How to get into a REPL that is open. The token is a secret, known nowhere else.
 *
 * @param socket where to connect
 * @param token what to send first, for one session
 * @param until when it ends
 */
public record ReplInvitation(Path socket, String token, Instant until) {

  @Override
  public String toString() {
    return "an invitation to " + socket + " until " + until;
  }
}
