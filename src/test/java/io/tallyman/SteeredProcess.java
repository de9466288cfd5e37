package io.tallyman;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;

/** A host in a process of its own, from the jar, that is steered over its admin port. */
final class SteeredProcess implements OrderService.Host {

  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final JarProcess process;
  private final AdminCalls admin;

  /** Returns when it answers. */
  SteeredProcess(JarProcess process, int adminPort) {
    this.process = process;
    this.admin = new AdminCalls(adminPort);
    await()
        .atMost(PATIENCE)
        .ignoreExceptionsInstanceOf(IOException.class)
        .untilAsserted(
            () -> assertThat(admin.get("/ping").statusCode()).as(process.output()).isEqualTo(200));
  }

  String get(String path) throws IOException, InterruptedException {
    return admin.get(path).body();
  }

  /** Has an admin task do something that it can do. */
  String order(String task) throws IOException, InterruptedException {
    return admin.order(task);
  }

  /** Ends it as {@code kill -9} does. */
  void kill() {
    process.kill();
  }

  @Override
  public void close() {
    process.close();
  }
}
