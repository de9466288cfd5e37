package io.tallyman.admin;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.Serial;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * {@code GET /api/version} on the application port: which build answers, for whoever asks. Takes no
 * parameters.
 */
public final class VersionServlet extends HttpServlet {

  @Serial private static final long serialVersionUID = 1L;

  private final transient BuildVersion build;
  private final transient ObjectMapper json;

  /**
   * @param json writes it
   */
  public VersionServlet(BuildVersion build, ObjectMapper json) {
    this.build = build;
    this.json = json;
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setHeader("Cache-Control", "no-store");
    response.setHeader("X-Content-Type-Options", "nosniff");
    Map<String, String> shown = new LinkedHashMap<>();
    shown.put("version", build.version());
    shown.put("commit", build.commit());
    shown.put("build_time", build.time());
    response.setContentType("application/json;charset=utf-8");
    response.getWriter().write(json.writeValueAsString(shown) + "\n");
  }
}
