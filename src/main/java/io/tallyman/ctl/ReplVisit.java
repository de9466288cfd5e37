package io.tallyman.ctl;

import io.tallyman.repl.ReplClient;
import io.tallyman.repl.ReplInvitation;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketException;
import java.util.Optional;

/** Follows a host's words to its REPL, where the host is this machine. */
final class ReplVisit {

  private final InputStream in;
  private final OutputStream out;

  ReplVisit(InputStream in, OutputStream out) {
    this.in = in;
    this.out = out;
  }

  /**
   * Talks until the REPL has hung up.
   *
   * @return false where the answer has no way in, or its socket can't be entered from here: whoever
   *     reads the answer may, elsewhere
   * @throws CtlFailure when what was typed or answered couldn't be read or written
   */
  boolean isPaid(Answer answer) throws CtlFailure {
    Optional<ReplInvitation> invitation =
        answer instanceof Answer.Given given && given.isGood()
            ? ReplInvitation.of(given.body())
            : Optional.empty();
    if (invitation.isEmpty()) {
      return false;
    }
    try {
      ReplClient.relay(invitation.get().socket(), invitation.get().token(), in, out);
      return true;
    } catch (SocketException elsewhere) {
      return false;
    } catch (IOException e) {
      throw new CtlFailure(ExitCode.UNAVAILABLE, "the talk with the REPL ended: " + e.getMessage());
    }
  }
}
