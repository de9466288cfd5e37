package io.tallyman.ctl;

import io.tallyman.access.RequestSigner;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A request as it is sent to one host, once.
 *
 * @param fields the header fields, signature included, without {@code Host}
 * @param body empty where there is none
 */
record PreparedRequest(String method, URI target, Map<String, String> fields, String body) {

  private static final String FORM = "application/x-www-form-urlencoded";
  private static final String SIGNATURE = "Signature";

  PreparedRequest {
    fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
  }

  static PreparedRequest of(Call call, HostAddress host, Optional<RequestSigner> signer) {
    URI target = host.at(call.path());
    boolean posts = call.method().equals("POST");
    String body = call.form();
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("Accept", call.accept());
    if (posts) {
      fields.put("Content-Type", FORM);
    }
    signer.ifPresent(
        each ->
            fields.putAll(
                each.sign(
                    call.method(),
                    target,
                    posts ? FORM : null,
                    body.getBytes(StandardCharsets.UTF_8))));
    return new PreparedRequest(call.method(), target, fields, body);
  }

  HttpRequest http(Duration timeout) {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(target)
            .timeout(timeout)
            .method(
                method,
                body.isEmpty()
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body));
    fields.forEach(builder::setHeader);
    return builder.build();
  }

  /**
   * As a person reads it. The signature is left out: for a minute whoever has it can send this
   * request.
   */
  String text() {
    StringBuilder text = new StringBuilder();
    String query = target.getRawQuery() == null ? "" : "?" + target.getRawQuery();
    text.append(method).append(' ').append(target.getRawPath()).append(query).append(" HTTP/1.1\n");
    text.append("Host: ").append(target.getRawAuthority()).append('\n');
    shown().forEach((name, value) -> text.append(name).append(": ").append(value).append('\n'));
    return text.append('\n').append(body).append(body.isEmpty() ? "" : "\n").toString();
  }

  /** The fields with something in the signature's place. */
  Map<String, String> shown() {
    Map<String, String> shown = new LinkedHashMap<>(fields);
    shown.computeIfPresent(SIGNATURE, (name, value) -> "(made when it is sent)");
    return shown;
  }
}
