package io.tallyman;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Calls to the admin port of a host of this machine that asks nobody who they are. */
final class AdminCalls {

  private final HttpClient http = HttpClient.newHttpClient();
  private final int port;

  AdminCalls(int port) {
    this.port = port;
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return http.send(request(path).GET().build(), HttpResponse.BodyHandlers.ofString());
  }

  /**
   * @param fields names and values, in turn
   */
  HttpResponse<String> post(String path, String... fields)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = request(path).POST(HttpRequest.BodyPublishers.noBody());
    return http.send(
        (fields.length == 0 ? request : request.headers(fields)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  /** Has an admin task do something that it can do. */
  String order(String task) throws IOException, InterruptedException {
    HttpResponse<String> answer = post(task);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return answer.body();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
        .timeout(Duration.ofSeconds(20));
  }
}
