package io.tallyman.admin;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.Serial;

/** {@code GET /status}: JSON, or tables for who accepts {@code text/plain} alone. */
final class StatusServlet extends HttpServlet {

  @Serial private static final long serialVersionUID = 1L;

  private final transient StatusReport report;
  private final transient ObjectMapper json;

  StatusServlet(StatusReport report, ObjectMapper json) {
    this.report = report;
    this.json = JsonServlet.forDocuments(json).enable(SerializationFeature.INDENT_OUTPUT);
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    StatusDocument status = report.now();
    response.setHeader("Cache-Control", "no-store");
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("Vary", "Accept");
    if (wantsText(request.getHeader("Accept"))) {
      response.setContentType("text/plain;charset=utf-8");
      response.getWriter().write(StatusText.of(status));
    } else {
      response.setContentType("application/json;charset=utf-8");
      response.getWriter().write(json.writeValueAsString(status) + "\n");
    }
  }

  private static boolean wantsText(@org.jspecify.annotations.Nullable String accept) {
    return accept != null && accept.contains("text/plain") && !accept.contains("json");
  }
}
