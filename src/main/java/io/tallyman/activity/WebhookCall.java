package io.tallyman.activity;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tallyman.log.Secrets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One POST to a webhook: JSON that Slack takes, {@code text} and in it {@code &}, {@code <} and
 * {@code >} as entities, so that nobody is called by what an operator writes; beside it {@code
 * kind}, {@code at} and the activity's fields. It takes ten seconds at most, follows no redirects,
 * and has no secret in it.
 */
public final class WebhookCall {

  private static final Duration CONNECT = Duration.ofSeconds(3);
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int TOO_MANY = 429;

  /**
   * What came of it.
   *
   * @param status of the answer; 0 where there was none
   * @param sentence what went wrong, for people; it doesn't show the address
   * @param retryAfter how long not to call again, if the answer says so; else nothing
   */
  record Answer(int status, String sentence, Duration retryAfter) {

    boolean taken() {
      return status >= 200 && status < 300;
    }

    /** Whether it may be taken another time. */
    boolean mayChange() {
      return status == 0 || status == TOO_MANY || status >= 500;
    }
  }

  private final URI address;
  private final Secrets secrets;
  private final ObjectMapper json = new ObjectMapper();
  private final HttpClient http =
      HttpClient.newBuilder()
          .connectTimeout(CONNECT)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  /**
   * @param settings with an address
   * @param secrets what is kept out of all that is told
   */
  public WebhookCall(WebhookSettings settings, Secrets secrets) {
    this.address = URI.create(settings.webhook());
    this.secrets = secrets;
  }

  Answer post(Activity activity) throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(address)
            .timeout(PATIENCE)
            .header("Content-Type", "application/json; charset=utf-8")
            .POST(HttpRequest.BodyPublishers.ofString(secrets.keepOutOf(body(activity))))
            .build();
    try {
      HttpResponse<Void> answer = http.send(request, HttpResponse.BodyHandlers.discarding());
      return new Answer(
          answer.statusCode(),
          "it answers " + answer.statusCode(),
          seconds(answer.headers().firstValue("Retry-After").orElse(null)));
    } catch (IOException e) {
      return new Answer(0, secrets.keepOutOf("it can't be called: " + e), Duration.ZERO);
    }
  }

  private String body(Activity activity) {
    ObjectNode body = json.createObjectNode();
    body.put("text", entities(activity.text()));
    body.put("kind", activity.kind());
    body.put("at", activity.at().toString());
    activity.fields().forEach(body::put);
    try {
      return json.writeValueAsString(body);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("a tree of texts is always JSON", e);
    }
  }

  private static String entities(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  /** Dates, which it may be too, are left to our own pauses. */
  private static Duration seconds(@Nullable String text) {
    return text != null && text.matches("[0-9]{1,5}")
        ? Duration.ofSeconds(Long.parseLong(text))
        : Duration.ZERO;
  }
}
