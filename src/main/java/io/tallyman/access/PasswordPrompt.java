package io.tallyman.access;

import java.io.Console;
import java.util.Arrays;
import java.util.Optional;

/** Asks for a new password at the terminal, twice; it is shown nowhere. */
public final class PasswordPrompt {

  private static final int LEAST_CHARACTERS = 12;

  private final Optional<Console> terminal;

  /**
   * @param terminal empty where there is none, such as in a pipe
   */
  public PasswordPrompt(Optional<Console> terminal) {
    this.terminal = terminal;
  }

  /**
   * What is left of the password.
   *
   * @throws IllegalArgumentException where there is no terminal or no good password; the message is
   *     for who sits there
   */
  public PasswordHash ask() {
    Console console =
        terminal.orElseThrow(
            () -> new IllegalArgumentException("there is no terminal to ask at; run it in one"));
    char[] password = console.readPassword("password: ");
    if (password == null || password.length < LEAST_CHARACTERS) {
      throw new IllegalArgumentException(
          "it has fewer than " + LEAST_CHARACTERS + " characters; take a longer one");
    }
    if (!Arrays.equals(password, console.readPassword("again: "))) {
      throw new IllegalArgumentException("the two differ; begin again");
    }
    return PasswordHash.of(password);
  }
}
