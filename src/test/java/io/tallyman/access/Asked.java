package io.tallyman.access;

import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A request as it may come over a network that a test doesn't have. */
final class Asked {

  private final Map<String, Object> answers = new HashMap<>();
  private final Map<String, String> fields = new HashMap<>();

  Asked(String address, boolean secure) {
    answers.put("getRemoteAddr", address);
    answers.put("isSecure", secure);
    answers.put("getMethod", "GET");
    answers.put("getRequestURI", "/status");
    answers.put("getServerName", "unnamed.example");
    answers.put("getServerPort", 8081);
  }

  Asked with(String name, String value) {
    fields.put(name, value);
    return this;
  }

  HttpServletRequest request() {
    return (HttpServletRequest)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {HttpServletRequest.class},
            (proxy, method, arguments) ->
                method.getName().equals("getHeaders")
                    ? Collections.enumeration(field((String) arguments[0]))
                    : answers.get(method.getName()));
  }

  RequestFields fields() {
    return new RequestFields(request());
  }

  private List<String> field(String name) {
    return fields.containsKey(name) ? List.of(fields.get(name)) : List.of();
  }
}
