package io.tallyman.access;

import java.io.Console;
import java.util.Arrays;
import java.util.Optional;

/**
 * Asks for a password at the terminal, twice, and prints the line that {@code access.users} takes:
 * {@code java -cp tallyman.jar io.tallyman.access.HashPassword}.
 */
public final class HashPassword {

  private static final int LEAST_CHARACTERS = 12;

  private HashPassword() {}

  /** Exits with 1 and a sentence where there is no terminal or no good password. */
  public static void main(String[] arguments) {
    try {
      System.out.println(ask(Optional.ofNullable(System.console())).line());
    } catch (IllegalArgumentException refused) {
      System.err.println(refused.getMessage());
      System.exit(1);
    }
  }

  private static PasswordHash ask(Optional<Console> terminal) {
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
