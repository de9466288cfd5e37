package io.tallyman.admin;

import io.tallyman.consume.TopicCheck;
import io.tallyman.store.PositionMoves;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Supplier;

/**
 * An operator who answers losses by the real {@code /tasks/positions}: asks for the plan, and sends
 * it again with its token.
 */
public final class SimulatedOperator {

  private final String source;
  private final PositionsTask task;

  public SimulatedOperator(
      String source, String topic, Supplier<TopicCheck.Answer.There> brokers, PositionMoves store) {
    this.source = source;
    this.task =
        new PositionsTask(
            new MovedPositions((name, asked) -> brokers.get(), store),
            () -> List.of(new SourceTopic(source, topic, OptionalInt.empty())),
            "host-1",
            Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));
  }

  /**
   * Moves one partition on.
   *
   * @param action skip or reset
   * @return the answer's first line, or why it was refused
   */
  public String answer(String action, int partition) {
    try {
      String plan = call("action=" + action + "&source=" + source + "&partition=" + partition);
      String command = plan.substring(plan.indexOf("to do exactly this: ")).strip();
      String exactly = command.substring("to do exactly this: ".length()).replace(' ', '&');
      return call(exactly + "&reason=simulated").lines().findFirst().orElse("");
    } catch (Refused | Unavailable e) {
      return "refused: " + e.getMessage();
    }
  }

  private String call(String parameters) {
    Map<String, List<String>> values = new LinkedHashMap<>();
    Arrays.stream(parameters.split("&"))
        .map(each -> each.split("=", 2))
        .forEach(each -> values.put(each[0], List.of(each[1])));
    StringWriter answer = new StringWriter();
    task.execute(values, "127.0.0.1", new PrintWriter(answer));
    return answer.toString();
  }
}
