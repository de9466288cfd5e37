package io.tallyman;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dropwizard.testing.DropwizardTestSupport;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The application in this JVM, and its admin port. */
final class RunningService implements OrderService.Host {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final DropwizardTestSupport<TallymanConfiguration> support;
  private final HttpClient http = HttpClient.newHttpClient();
  private boolean closed;

  RunningService(DropwizardTestSupport<TallymanConfiguration> support) {
    this.support = support;
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return http.send(request(path).GET().build(), HttpResponse.BodyHandlers.ofString());
  }

  HttpResponse<String> post(String path) throws IOException, InterruptedException {
    return http.send(
        request(path).POST(HttpRequest.BodyPublishers.noBody()).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + support.getAdminPort() + path))
        .timeout(Duration.ofSeconds(20));
  }

  /** What {@code /status} says of each partition that this host holds. */
  List<JsonNode> partitions() {
    List<JsonNode> partitions = new ArrayList<>();
    try {
      JsonNode status = JSON.readTree(get("/status").body());
      for (JsonNode lane : status.path("sources").path(0).path("lanes")) {
        lane.path("partitions").forEach(partitions::add);
      }
    } catch (IOException e) {
      throw new AssertionError("/status", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("/status", e);
    }
    return partitions;
  }

  /** How many partitions this host holds that are in this state. */
  long partitionsThatAre(String state) {
    return partitions().stream().filter(each -> each.path("state").asText().equals(state)).count();
  }

  /** The numbers of the partitions that this host holds. */
  Set<Integer> numbers() {
    return partitions().stream()
        .map(each -> each.path("partition").asInt())
        .collect(Collectors.toSet());
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      support.after();
    }
  }
}
