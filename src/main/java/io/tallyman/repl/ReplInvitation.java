package io.tallyman.repl;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How to get into a REPL that is open. The token is a secret, known nowhere else.
 *
 * @param socket where to connect
 * @param token what to send first, for one session
 * @param until when it ends
 */
public record ReplInvitation(Path socket, String token, Instant until) {

  private static final String UNTIL = "the REPL is open for one session on this host until ";
  private static final String SOCKET = "to talk to it: java -jar tallyman.jar ctl repl connect ";
  private static final String TOKEN = "its token, which isn't shown again: ";
  private static final Pattern WORDS =
      Pattern.compile(
          UNTIL + "(\\S+)\n" + SOCKET + "(/\\S*/" + ReplSocket.NAMES + ")\n" + TOKEN + "(\\S+)\n");

  /** In words for a person, a line each. */
  public String words() {
    return UNTIL + until + "\n" + SOCKET + socket + "\n" + TOKEN + token + "\n";
  }

  /** What {@link #words} has said; empty where the text is anything else. */
  public static Optional<ReplInvitation> of(String text) {
    Matcher said = WORDS.matcher(text);
    try {
      return said.matches()
          ? Optional.of(
              new ReplInvitation(
                  Path.of(said.group(2)), said.group(3), Instant.parse(said.group(1))))
          : Optional.empty();
    } catch (DateTimeParseException | InvalidPathException e) {
      return Optional.empty();
    }
  }

  @Override
  public String toString() {
    return "an invitation to " + socket + " until " + until;
  }
}
