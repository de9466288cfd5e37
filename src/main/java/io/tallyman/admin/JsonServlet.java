package io.tallyman.admin;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.Serial;
import java.util.function.Supplier;

/**
 * {@code GET} of one JSON document, in snake case with times in ISO-8601, as it is now. Takes no
 * parameters.
 */
final class JsonServlet extends HttpServlet {

  @Serial private static final long serialVersionUID = 1L;

  private final transient Supplier<?> document;
  private final transient ObjectMapper json;

  JsonServlet(Supplier<?> document, ObjectMapper json) {
    this.document = document;
    this.json = forDocuments(json);
  }

  /** A mapper of its own that writes names and times as all documents here have them. */
  static ObjectMapper forDocuments(ObjectMapper json) {
    return json.copy()
        .setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
        .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS);
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setHeader("Cache-Control", "no-store");
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setContentType("application/json;charset=utf-8");
    response.getWriter().write(json.writeValueAsString(document.get()) + "\n");
  }
}
