package io.tallyman.access;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

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
    response.setContentType(type(accept));
    response.getWriter().write(text(accept));
  }

  /**
   * The type of the answer.
   *
   * @param accept the request's field {@code Accept}; null where it has none
   */
  public String type(@Nullable String accept) {
    return isForMachines(accept)
        ? "application/problem+json;charset=utf-8"
        : "text/plain;charset=utf-8";
  }

  /** The answer itself, of that type. */
  public String text(@Nullable String accept) {
    return isForMachines(accept) ? json() : detail + "\n";
  }

  private static boolean isForMachines(@Nullable String accept) {
    return accept != null && accept.contains("json");
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
      case 404 -> "Not Found";
      case 405 -> "Method Not Allowed";
      case 408 -> "Request Timeout";
      case 413 -> "Content Too Large";
      case 503 -> "Service Unavailable";
      case 500 -> "Internal Server Error";
      default -> "Refused";
    };
  }
}
