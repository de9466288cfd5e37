package io.tallyman.ctl;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What is asked of a host.
 *
 * @param method {@code GET} or {@code POST}
 * @param path with its query
 * @param parameters the fields of the form that is sent, in their order; empty with {@code GET}
 * @param accept what the answer shall be
 * @param reach which hosts it goes to
 */
record Call(
    String method, String path, Map<String, String> parameters, String accept, Reach reach) {

  static final String JSON = "application/json";
  static final String TEXT = "text/plain";

  /** Which hosts a call goes to. */
  enum Reach {
    /** It reads: every host of the profile. */
    EACH,
    /** It changes a host: those that are named. */
    NAMED,
    /** It is the same whichever host takes it: the first that answers. */
    ANY
  }

  Call {
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
  }

  static Call get(String path, String accept) {
    return new Call("GET", path, Map.of(), accept, Reach.EACH);
  }

  static Call task(String name, Map<String, String> parameters, Reach reach) {
    return new Call("POST", "/tasks/" + name, parameters, TEXT, reach);
  }

  /** The same, asked of one host: the others would answer the same. */
  Call anywhere() {
    return new Call(method, path, parameters, accept, Reach.ANY);
  }

  /** Whether it changes nothing, and may be sent again. */
  boolean reads() {
    return method.equals("GET");
  }

  /** The body as it is sent. */
  String form() {
    return parameters.entrySet().stream()
        .map(each -> encoded(each.getKey()) + "=" + encoded(each.getValue()))
        .collect(Collectors.joining("&"));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
