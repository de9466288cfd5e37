package io.tallyman.admin;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serial;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * {@code GET /}: the operator's page, and under {@code /page/} what it is made of. The files are
 * those of the jar, no others, and are the same for everybody: what is shown, the page asks for. A
 * browser is told to run and show nothing else.
 */
final class PageServlet extends HttpServlet {

  @Serial private static final long serialVersionUID = 1L;

  /**
   * Nothing from elsewhere, nothing inline, no text that becomes markup, no frame around it. {@code
   * trusted-types 'none'} has the browser refuse what would make HTML of a string.
   */
  static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
          + " base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
          + " require-trusted-types-for 'script'; trusted-types 'none'";

  private static final String INDEX = "index.html";

  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html;charset=utf-8",
          "css", "text/css;charset=utf-8",
          "js", "text/javascript;charset=utf-8",
          "svg", "image/svg+xml");

  private final transient Map<String, byte[]> files;

  PageServlet() {
    this.files =
        Stream.of(
                INDEX,
                "page.css",
                "page.js",
                "actions.js",
                "concerns.js",
                "dom.js",
                "graph.js",
                "lag.js",
                "overview.js",
                "sections.js",
                "sources.js",
                "words.js",
                "icon.svg")
            .collect(Collectors.toMap(Function.identity(), PageServlet::read));
  }

  private static byte[] read(String file) {
    try (InputStream in = PageServlet.class.getResourceAsStream("page/" + file)) {
      return Objects.requireNonNull(in, () -> "the jar has no " + file + " of the page")
          .readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("can't read " + file + " of the page", e);
    }
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String rest = request.getPathInfo();
    boolean index = request.getServletPath().isEmpty();
    String file = index ? INDEX : rest == null ? "" : rest.substring(1);
    byte[] content = index || !file.equals(INDEX) ? files.get(file) : null;
    if (content == null) {
      response.sendError(HttpServletResponse.SC_NOT_FOUND);
      return;
    }
    response.setHeader("Content-Security-Policy", POLICY);
    response.setHeader("X-Frame-Options", "DENY");
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("Referrer-Policy", "no-referrer");
    response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
    response.setHeader("Cache-Control", "no-store");
    response.setContentType(TYPES.get(file.substring(file.lastIndexOf('.') + 1)));
    response.setContentLength(content.length);
    response.getOutputStream().write(content);
  }
}
