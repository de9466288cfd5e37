package io.tallyman.store;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The {@code database} section of {@code config.yml}.
 *
 * @param url where the server and the schema are: {@code jdbc:mysql://host:port/schema}
 * @param user the account
 * @param password its password; empty where it has none
 * @param migrate whether the server brings the tables up to date when it starts; otherwise only the
 *     command {@code migrate} does
 */
public record DatabaseSettings(String url, String user, String password, boolean migrate) {

  /**
   * @throws IllegalArgumentException for an url that can't keep the promises, with the remedy
   */
  public DatabaseSettings(
      @Nullable String url, @Nullable String user, @Nullable String password, boolean migrate) {
    this.url = url == null ? "" : url;
    this.user = user == null ? "" : user;
    this.password = password == null ? "" : password;
    this.migrate = migrate;
    if (!this.url.matches("jdbc:mysql://[^/?@()]+/[^/?]+(\\?.*)?")) {
      throw new IllegalArgumentException(
          "database.url is '"
              + place()
              + "', which isn't the address of a schema; write jdbc:mysql://host:port/schema (for"
              + " MariaDB too), with user and password under keys of their own");
    }
    refuseChangedProperties();
  }

  private void refuseChangedProperties() {
    for (Map.Entry<String, String> owned : DriverProperties.OWNED.entrySet()) {
      for (String given : query().split("&", -1)) {
        String[] pair = given.split("=", 2);
        if (pair[0].equalsIgnoreCase(owned.getKey())
            && (pair.length < 2 || !pair[1].equalsIgnoreCase(owned.getValue()))) {
          throw new IllegalArgumentException(
              String.format(
                  Locale.ROOT,
                  "database.url sets %s, but nothing is counted twice or lost only with %s=%s; take"
                      + " it out of the url",
                  given,
                  owned.getKey(),
                  owned.getValue()));
        }
      }
    }
  }

  private String query() {
    int question = url.indexOf('?');
    return question < 0 ? "" : url.substring(question + 1);
  }

  /** The url without its options, which may hold secrets: for people to read. */
  public String place() {
    int question = url.indexOf('?');
    String address = question < 0 ? url : url.substring(0, question);
    return address.replaceFirst("//.*@", "//…@");
  }

  @Override
  public String toString() {
    return user + " at " + place();
  }
}
