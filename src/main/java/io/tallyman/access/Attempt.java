package io.tallyman.access;

import jakarta.servlet.http.HttpServletRequest;

/**
 * What somebody tried, for logs and the audit. Its texts are cut and have no control characters.
 *
 * @param method of HTTP
 * @param path without the query
 * @param address where the request came from
 */
public record Attempt(String method, String path, String address) {

  private static final int LONGEST = 100;

  static Attempt of(HttpServletRequest request) {
    return new Attempt(
        plain(request.getMethod()),
        plain(request.getRequestURI()),
        plain(String.valueOf(request.getRemoteAddr())));
  }

  private static String plain(String text) {
    String cut = text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
    return cut.replaceAll("\\p{Cntrl}", "?");
  }

  @Override
  public String toString() {
    return method + " " + path + " from " + address;
  }
}
