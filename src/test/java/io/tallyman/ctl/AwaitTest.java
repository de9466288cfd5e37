package io.tallyman.ctl;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code ctl await} at a host whose status is another at each look. */
@Timeout(60)
class AwaitTest {

  private static final String HELD =
      "{\"partition\": 0, \"state\": \"counting\", \"lag\": %d, \"lag_seconds\": %d}";
  private static final String LEFT =
      "{\"partition\": 1, \"owner\": \"%s\", \"lag\": 70, \"lag_seconds\": 90}";

  @TempDir Path folder;
  private final Deque<String> looks = new ArrayDeque<>();
  private HttpServer host;

  @AfterEach
  void stop() {
    if (host != null) {
      host.stop(0);
    }
  }

  private static String status(String health, String held, String elsewhere) {
    return """
    {"host": "tallyman-1", "now": "2026-11-22T09:00:00Z", "health": [%s], "components": [{"name": "pool", "well": true}],
     "database": {"available": true}, "sources": [{"source": "orders", "partition_count": 2,
     "lanes": [{"lane": "orders-0", "partitions": [%s]}], "elsewhere": [%s]}]}
    """
        .formatted(health, held, elsewhere);
  }

  private static String held(long lag, long seconds) {
    return status("", HELD.formatted(lag, seconds), LEFT.formatted("tallyman-2/17"));
  }

  /** What the host says at its first look, its second and so on; the last one from then on. */
  private CtlRun await(String... said) throws Exception {
    looks.addAll(List.of(said));
    // What is said once won't change any more: then it is no use to wait for long.
    return ctl("await", "--within", said.length == 1 ? "2" : "30");
  }

  private CtlRun ctl(String... arguments) throws Exception {
    host = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    host.createContext(
        "/status",
        exchange -> {
          byte[] body =
              (looks.size() > 1 ? looks.remove() : looks.element())
                  .getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(body.length == 0 ? 503 : 200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    host.start();
    Path profiles = folder.resolve("ctl.yml");
    Files.writeString(
        profiles, "local: {hosts: ['http://127.0.0.1:" + host.getAddress().getPort() + "']}\n");
    return CtlRun.of(Map.of("TALLYMAN_CTL", profiles.toString()), arguments);
  }

  @Test
  void shouldEndAtOnceWhereAllIsCounted() throws Exception {
    CtlRun run = await(held(40, 2));

    assertThat(run.code()).isEqualTo(ExitCode.DONE);
    assertThat(run.out()).isEqualTo("127.0.0.1:" + host.getAddress().getPort() + ": settled\n");
    assertThat(run.err()).isEmpty();
  }

  @Test
  void shouldWaitUntilWhatTheHostHeldIsHeldAgain() throws Exception {
    String left = status("", "", LEFT.formatted("tallyman-1/4711"));

    CtlRun run = await(left, left, held(3, 1));

    assertThat(run.code()).isEqualTo(ExitCode.DONE);
    assertThat(run.err())
        .containsOnlyOnce("orders: nobody has claimed 1 of its partitions yet")
        .hasLineCount(1);
  }

  @Test
  void shouldWaitUntilSomebodyHasWhatAHostLeftThatIsGone() throws Exception {
    looks.addAll(List.of(held(0, 0), held(0, 0).replace("tallyman-2/17", "tallyman-3/9")));

    CtlRun run = ctl("await", "--left", "tallyman-2", "--within", "30");

    assertThat(run.code()).isEqualTo(ExitCode.DONE);
    assertThat(run.err()).contains("orders: nobody has claimed 1 of its partitions yet");
  }

  @Test
  void shouldRefuseToWaitForNoTime() throws Exception {
    looks.add(held(0, 0));

    CtlRun run = ctl("await", "--within", "0");

    assertThat(run.code()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).isEqualTo("--within is 0; it is a number of seconds from 1 to 3600");
  }

  @Test
  void shouldTellAProgramWhoHasSettled() throws Exception {
    looks.add(held(90_000, 400));

    CtlRun run = ctl("await", "--json", "--within", "1");

    assertThat(run.json().at("/hosts/0/settled").isBoolean()).isTrue();
    assertThat(run.json().at("/hosts/0/settled").asBoolean()).isFalse();
    assertThat(run.json().at("/hosts/0/missing/0").asText()).startsWith("it is 90000 records");
  }

  @Test
  void shouldWaitUntilAPartitionIsClaimed() throws Exception {
    CtlRun run =
        await(status("", HELD.formatted(0, 0).replace("counting", "claiming"), ""), held(0, 0));

    assertThat(run.code()).isEqualTo(ExitCode.DONE);
    assertThat(run.err()).contains("orders-0 is claiming 1 partitions");
  }

  private static String at(String time, String status) {
    return status.replace("09:00:00", time);
  }

  @Test
  void shouldTakeALargeLagThatFallsForSettled() throws Exception {
    CtlRun run =
        await(
            at("09:00:00", held(90_000, 400)),
            at("09:00:01", held(80_000, 390)), // too early to tell
            at("09:00:16", held(70_000, 380)));

    assertThat(run.code()).isEqualTo(ExitCode.DONE);
    assertThat(run.err()).contains("and it isn't seen to get closer").hasLineCount(2);
  }

  /** Just after a flush a host that falls behind is closer than it was just before the last one. */
  @Test
  void shouldNotTakeASawThatRisesForSettled() throws Exception {
    looks.addAll(
        List.of(
            at("09:00:00", held(90_000, 400)),
            at("09:00:08", held(89_000, 396)),
            at("09:00:16", held(95_000, 408))));

    assertThat(ctl("await", "--within", "4").code()).isEqualTo(ExitCode.UNWELL);
  }

  @Test
  void shouldNotTakePartitionsThatWentToAnotherHostForProgress() throws Exception {
    looks.addAll(
        List.of(
            at(
                "09:00:00",
                status(
                    "",
                    HELD.formatted(90_000, 400)
                        + ","
                        + HELD.formatted(50_000, 300).replace(": 0,", ": 1,"),
                    "")),
            at("09:00:20", held(80_000, 390))));

    assertThat(ctl("await", "--within", "3").code()).isEqualTo(ExitCode.UNWELL);
  }

  @Test
  void shouldNotTakeALargeLagThatStaysForSettled() throws Exception {
    CtlRun run = await(held(90_000, 400));

    assertThat(run.code()).isEqualTo(ExitCode.UNWELL);
    assertThat(run.out()).contains(": not settled: it is 90000 records and 400 s behind");
  }

  @Test
  void shouldNotMindTheLagOfWhatAnOperatorHasPaused() throws Exception {
    CtlRun run = await(status("", HELD.formatted(90_000, 400).replace("counting", "paused"), ""));

    assertThat(run.code()).isEqualTo(ExitCode.DONE);
  }

  @Test
  void shouldNotTakeAHostInTroubleForSettled() throws Exception {
    CtlRun run =
        await(
            status(
                "{\"cause\": \"waiting_for_brokers\", \"healthy\": false, \"source\": \"orders\","
                    + " \"sentence\": \"no broker answers\"}",
                HELD.formatted(0, 0),
                ""));

    assertThat(run.code()).isEqualTo(ExitCode.UNWELL);
    assertThat(run.out()).contains("waiting_for_brokers: no broker answers");
  }

  @Test
  void shouldWaitUntilKafkaHasToldOfTheTopic() throws Exception {
    CtlRun run = await(held(0, 0).replace("\"partition_count\": 2", "\"partition_count\": null"));

    assertThat(run.code()).isEqualTo(ExitCode.UNWELL);
    assertThat(run.out()).contains("orders: Kafka hasn't told yet which partitions its topic has");
  }

  @Test
  void shouldWaitForAHostThatDoesNotAnswerYet() throws Exception {
    CtlRun run = await("", held(0, 0));

    assertThat(run.code()).isEqualTo(ExitCode.DONE);
    assertThat(run.err()).contains("answered 503");
  }

  @Test
  void shouldSayThatAHostNeverAnswered() throws Exception {
    CtlRun run = await("");

    assertThat(run.code()).isEqualTo(ExitCode.UNAVAILABLE);
    assertThat(run.out()).contains(": not settled: answered 503");
  }
}
