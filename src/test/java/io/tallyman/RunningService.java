package io.tallyman;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dropwizard.testing.DropwizardTestSupport;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The application in this JVM, and its admin port. */
final class RunningService implements OrderService.Host {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final DropwizardTestSupport<TallymanConfiguration> support;
  private final AdminCalls admin;
  private boolean closed;

  RunningService(DropwizardTestSupport<TallymanConfiguration> support) {
    this.support = support;
    this.admin = new AdminCalls(support.getAdminPort());
  }

  int port() {
    return support.getLocalPort();
  }

  int adminPort() {
    return support.getAdminPort();
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return admin.get(path);
  }

  HttpResponse<String> post(String path) throws IOException, InterruptedException {
    return admin.post(path);
  }

  /** As a browser sends it for a page of that origin. */
  HttpResponse<String> postFrom(String origin, String path)
      throws IOException, InterruptedException {
    return admin.post(path, "Origin", origin);
  }

  /** Has an admin task do something that it can do. */
  String order(String task) throws IOException, InterruptedException {
    return admin.order(task);
  }

  /** The token of a dry run of {@code /tasks/positions}. */
  static String token(String dry) {
    return dry.replaceAll("(?s).* token=([0-9a-f]{16})\\n", "$1");
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

  /** By how many offsets a partition is behind, as this host sees it; -1 where it doesn't know. */
  long lagOf(int partition) {
    return partitions().stream()
        .filter(each -> each.path("partition").asInt() == partition)
        .mapToLong(each -> each.path("lag").asLong(-1))
        .findAny()
        .orElse(-1);
  }

  void awaitStopped(int partitions) {
    await()
        .atMost(OrderService.PATIENCE)
        .untilAsserted(() -> assertThat(partitionsThatAre("stopped")).isEqualTo(partitions));
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
