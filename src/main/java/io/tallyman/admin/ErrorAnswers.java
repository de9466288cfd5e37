package io.tallyman.admin;

import io.tallyman.access.HttpProblem;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * What a port answers where no servlet does, or one gives up: a {@link HttpProblem}, as everything
 * else that is refused. Jetty's own page has the path in it, and is HTML for whoever asks.
 */
final class ErrorAnswers implements Request.Handler {

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    int code = response.getStatus();
    String accept = request.getHeaders().get(HttpHeader.ACCEPT);
    HttpProblem problem = new HttpProblem(code, sentence(code));
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, problem.type(accept));
    response.getHeaders().put("X-Content-Type-Options", "nosniff");
    response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
    response.write(true, StandardCharsets.UTF_8.encode(problem.text(accept)), callback);
    return true;
  }

  private static String sentence(int code) {
    return switch (code) {
      case 404 -> "there is nothing at this path; docs/openapi.yaml has all that there are";
      case 405 -> "this path doesn't take this method; docs/openapi.yaml has those that it takes";
      case 500 -> "this failed; the host's log says why";
      default -> "this can't be answered";
    };
  }
}
