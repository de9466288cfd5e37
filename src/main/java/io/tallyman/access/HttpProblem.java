package io.tallyman.access;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Why a request wasn't carried out: problem+json (RFC 9457) for who accepts JSON, plain sentences
 * for everybody else, such as curl.
 *
 * @param status of HTTP
 * @param detail a sentence that names what was wrong and the remedy
 */
public record HttpProblem(int status, String detail) {

  /** Answers with it; whatever else the answer's head needs is set before. */
  public void write(HttpServletRequest request, HttpServletResponse response) throws IOException {
    response.setStatus(status);
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("Cache-Control", "no-store");
    String accept = request.getHeader("Accept");
    if (accept != null && accept.contains("json")) {
      response.setContentType("application/problem+json;charset=utf-8");
      response.getWriter().write(json());
    } else {
      response.setContentType("text/plain;charset=utf-8");
      response.getWriter().write(detail + "\n");
    }
  }

  String json() {
    return String.format(
        "{\"type\":\"about:blank\",\"title\":\"%s\",\"status\":%d,\"detail\":\"%s\"}%n",
        title(), status, escaped(detail));
  }

  private static String escaped(String text) {
    StringBuilder json = new StringBuilder();
    for (int at = 0; at < text.length(); at++) {
      char each = text.charAt(at);
      if (each == '"' || each == '\\') {
        json.append('\\').append(each);
      } else if (each < ' ') {
        json.append(String.format("\\u%04x", (int) each));
      } else {
        json.append(each);
      }
    }
    return json.toString();
  }

  private String title() {
    return switch (status) {
      case 400 -> "Bad Request";
      case 401 -> "Unauthorized";
      case 403 -> "Forbidden";
      case 408 -> "Request Timeout";
      case 413 -> "Content Too Large";
      case 503 -> "Service Unavailable";
      default -> "Internal Server Error";
    };
  }
}
