package io.tallyman.access;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * The answer to a request that isn't let in: problem+json (RFC 9457) for who accepts JSON, one
 * plain sentence for everybody else, such as curl. Nothing of the request is repeated in it.
 */
final class RefusedAnswer {

  private final Refusal refusal;

  RefusedAnswer(Refusal refusal) {
    this.refusal = refusal;
  }

  /**
   * @param people whether a person may log in here: then a browser is told to ask for a password
   */
  void write(HttpServletRequest request, HttpServletResponse response, boolean people)
      throws IOException {
    response.setStatus(refusal.status());
    switch (refusal.status()) {
      case 401 ->
          response.setHeader(
              "WWW-Authenticate",
              people
                  ? "Basic realm=\"tallyman\", charset=\"UTF-8\""
                  : "Signature realm=\"tallyman\"");
      case 408, 413 -> response.setHeader("Connection", "close");
      case 503 -> response.setHeader("Retry-After", "1");
      default -> {}
    }
    String accept = request.getHeader("Accept");
    if (accept != null && accept.contains("json")) {
      response.setContentType("application/problem+json;charset=utf-8");
      response.getWriter().write(json());
    } else {
      response.setContentType("text/plain;charset=utf-8");
      response.getWriter().write(refusal.sentence() + "\n");
    }
  }

  private String json() {
    String detail = refusal.sentence().replace("\\", "\\\\").replace("\"", "\\\"");
    return String.format(
        "{\"type\":\"about:blank\",\"title\":\"%s\",\"status\":%d,\"detail\":\"%s\"}%n",
        title(), refusal.status(), detail);
  }

  private String title() {
    return switch (refusal.status()) {
      case 400 -> "Bad Request";
      case 401 -> "Unauthorized";
      case 403 -> "Forbidden";
      case 408 -> "Request Timeout";
      case 413 -> "Content Too Large";
      default -> "Service Unavailable";
    };
  }
}
