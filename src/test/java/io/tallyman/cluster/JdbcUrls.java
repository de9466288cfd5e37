package io.tallyman.cluster;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The form {@code jdbc:mysql://host:port/schema?options}. */
final class JdbcUrls {
  private static final Pattern FORM = Pattern.compile("(jdbc:mysql://[^/?]+)(?:/([^?]*))?(\\?.*)?");

  private JdbcUrls() {}

  /** The same server and options with another schema. */
  static String withSchema(String url, String schema) {
    Matcher matcher = FORM.matcher(url);
    if (!matcher.matches()) {
      throw new ServerFailure("Not of the form jdbc:mysql://host:port/schema: " + url);
    }
    String options = matcher.group(3) == null ? "" : matcher.group(3);
    return matcher.group(1) + "/" + schema + options;
  }
}
