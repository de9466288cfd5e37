package io.tallyman.access;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.InputStreamReader;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request whose body was read, for a servlet that wants to read it, or the parameters of its
 * form, as if nobody had. Texts are UTF-8.
 */
final class ReplayedRequest extends HttpServletRequestWrapper {

  private static final String FORM = "application/x-www-form-urlencoded";

  private final byte[] body;
  private final Map<String, List<String>> parameters = new LinkedHashMap<>();

  /**
   * @throws Refusal when the parameters aren't encoded as those of a form
   */
  ReplayedRequest(HttpServletRequest request, byte[] body) throws Refusal {
    super(request);
    this.body = body;
    addParameters(request.getQueryString());
    String type = request.getContentType();
    if (type != null && type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT).equals(FORM)) {
      addParameters(new String(body, StandardCharsets.UTF_8));
    }
  }

  private void addParameters(@Nullable String form) throws Refusal {
    if (form == null) {
      return;
    }
    for (String pair : form.split("&", -1)) {
      if (!pair.isEmpty()) {
        int equals = pair.indexOf('=');
        String name = equals < 0 ? pair : pair.substring(0, equals);
        String value = equals < 0 ? "" : pair.substring(equals + 1);
        parameters.computeIfAbsent(decoded(name), any -> new ArrayList<>()).add(decoded(value));
      }
    }
  }

  private static String decoded(String text) throws Refusal {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw Refusal.malformed(
          "a parameter isn't percent-encoded; curl does it by --data-urlencode");
    }
  }

  @Override
  public ServletInputStream getInputStream() {
    return new Replay(new ByteArrayInputStream(body));
  }

  @Override
  public BufferedReader getReader() {
    return new BufferedReader(
        new InputStreamReader(new ByteArrayInputStream(body), StandardCharsets.UTF_8));
  }

  @Override
  public @Nullable String getParameter(String name) {
    List<String> values = parameters.get(name);
    return values == null ? null : values.get(0);
  }

  @Override
  public String @Nullable [] getParameterValues(String name) {
    List<String> values = parameters.get(name);
    return values == null ? null : values.toArray(String[]::new);
  }

  @Override
  public Enumeration<String> getParameterNames() {
    return Collections.enumeration(parameters.keySet());
  }

  @Override
  public Map<String, String[]> getParameterMap() {
    Map<String, String[]> map = new LinkedHashMap<>();
    parameters.forEach((name, values) -> map.put(name, values.toArray(String[]::new)));
    return map;
  }

  /** All of it is there already, so nobody waits for it. */
  private static final class Replay extends ServletInputStream {
    private final ByteArrayInputStream bytes;

    Replay(ByteArrayInputStream bytes) {
      this.bytes = bytes;
    }

    @Override
    public int read() {
      return bytes.read();
    }

    @Override
    public int read(byte[] target, int offset, int length) {
      return bytes.read(target, offset, length);
    }

    @Override
    public boolean isFinished() {
      return bytes.available() == 0;
    }

    @Override
    public boolean isReady() {
      return true;
    }

    @Override
    public void setReadListener(ReadListener listener) {
      throw new IllegalStateException("no servlet of the admin port reads without blocking");
    }
  }
}
