package io.tallyman.log;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.Serial;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.slf4j.MDC;

/**
 * Gives every request an id: the caller's {@code X-Request-Id} where there is one of 1 to 64
 * letters, digits and {@code . _ -}, else a new one. It is in every answer, and in the MDC, under
 * {@link #MDC_KEY}, of all that is logged on the request's thread. Whoever writes an audit asks
 * {@link #of}, or {@link #current} where there is no request at hand.
 */
public final class RequestIds extends HttpFilter {

  /** The field of requests and answers. */
  public static final String HEADER = "X-Request-Id";

  /** The key in the MDC. */
  public static final String MDC_KEY = "request_id";

  @Serial private static final long serialVersionUID = 1L;
  private static final String ATTRIBUTE = RequestIds.class.getName();
  private static final Pattern WELL_FORMED = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  /** The id of a request; empty where it didn't come through this filter. */
  public static Optional<String> of(HttpServletRequest request) {
    return Optional.ofNullable((String) request.getAttribute(ATTRIBUTE));
  }

  /** The id of the request that this thread answers; empty where it answers none. */
  public static Optional<String> current() {
    return Optional.ofNullable(MDC.get(MDC_KEY));
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    String id = of(request).orElseGet(() -> given(request).orElseGet(RequestIds::fresh));
    request.setAttribute(ATTRIBUTE, id);
    response.setHeader(HEADER, id);
    MDC.put(MDC_KEY, id);
    try {
      chain.doFilter(request, response);
    } finally {
      MDC.remove(MDC_KEY);
    }
  }

  /** Nothing else of a caller gets into log lines and answers: two ids are as good as none. */
  private static Optional<String> given(HttpServletRequest request) {
    List<String> given = Collections.list(request.getHeaders(HEADER));
    return given.size() == 1 && WELL_FORMED.matcher(given.get(0)).matches()
        ? Optional.of(given.get(0))
        : Optional.empty();
  }

  private static String fresh() {
    return UUID.randomUUID().toString();
  }
}
