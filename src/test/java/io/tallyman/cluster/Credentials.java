package io.tallyman.cluster;

import java.security.SecureRandom;
import java.util.List;

/** A name and a password; the password needs no quoting in SQL, shells and files. */
public record Credentials(String user, String password) {
  private static final String ALPHABET = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";

  /** That user with a password that nobody can guess. */
  static Credentials random(String user) {
    return new Credentials(user, word(24));
  }

  static String word(int length) {
    return new SecureRandom()
        .ints(length, 0, ALPHABET.length())
        .mapToObj(ALPHABET::charAt)
        .collect(StringBuilder::new, StringBuilder::append, StringBuilder::append)
        .toString();
  }

  /** The statements that make this a user who may do everything, from anywhere. */
  List<String> grantAll() {
    String account = "'" + user + "'@'%'";
    return List.of(
        "CREATE USER " + account + " IDENTIFIED BY '" + password + "'",
        "GRANT ALL ON *.* TO " + account + " WITH GRANT OPTION");
  }

  @Override
  public String toString() {
    return user + " (password hidden)";
  }
}
