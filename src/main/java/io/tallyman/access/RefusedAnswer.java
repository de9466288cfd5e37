package io.tallyman.access;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** The answer to a request that isn't let in. Nothing of the request is repeated in it. */
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
    new HttpProblem(refusal.status(), refusal.sentence()).write(request, response);
  }
}
