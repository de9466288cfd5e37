package io.tallyman.ctl;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Shows the answers of the hosts, to a person or to a program. */
final class Report {

  private final Order order;
  private final PrintStream out;
  private final PrintStream err;
  private final ObjectMapper json = new ObjectMapper();

  Report(Order order, PrintStream out, PrintStream err) {
    this.order = order;
    this.out = out;
    this.err = err;
  }

  /** Shows what would be sent. */
  void wouldSend(List<PreparedRequest> requests) {
    if (!order.options().json()) {
      requests.forEach(each -> out.print(each.text()));
      return;
    }
    ObjectNode document = document();
    ArrayNode list = document.putArray("requests");
    for (PreparedRequest each : requests) {
      ObjectNode request = list.addObject();
      request.put("method", each.method());
      request.put("address", each.target().toString());
      ObjectNode fields = request.putObject("fields");
      each.shown().forEach(fields::put);
      request.put("body", each.body());
    }
    out.println(document.toPrettyString());
  }

  /** Shows what came back, and says what it adds up to. */
  ExitCode of(List<Answer> answers) {
    ExitCode code = ExitCode.DONE;
    for (Answer each : answers) {
      code = code.or(code(each));
    }
    if (order.options().json()) {
      out.println(document(answers).toPrettyString());
      return code;
    }
    switch (order.view()) {
      case FLEET -> out.print(plain(new FleetTable(shown(answers)).text()));
      case HEALTH -> out.print(plain(HealthTable.of(shown(answers))));
      case WORDS -> words(answers);
    }
    return code;
  }

  private ExitCode code(Answer answer) {
    if (!(answer instanceof Answer.Given given)) {
      return ExitCode.UNAVAILABLE;
    }
    JsonNode body = body(given);
    if (order.view() == Order.View.HEALTH && given.status() == 500 && body != null) {
      return ExitCode.UNWELL;
    }
    if (order.view() == Order.View.FLEET && given.isGood() && body != null) {
      return FleetTable.isWell(body) ? ExitCode.DONE : ExitCode.UNWELL;
    }
    return order.view() != Order.View.WORDS && given.isGood() && body == null
        ? ExitCode.UNAVAILABLE
        : given.code();
  }

  private List<ShownHost> shown(List<Answer> answers) {
    return answers.stream().map(this::shown).toList();
  }

  private ShownHost shown(Answer answer) {
    JsonNode body = answer instanceof Answer.Given given ? body(given) : null;
    boolean expected =
        answer instanceof Answer.Given given
            && (given.isGood() || (order.view() == Order.View.HEALTH && given.status() == 500));
    return new ShownHost(
        answer.host().name(),
        expected ? body : null,
        expected && body != null ? "" : trouble(answer));
  }

  private void words(List<Answer> answers) {
    for (Answer each : answers) {
      if (each instanceof Answer.Given given && given.isGood()) {
        if (answers.size() > 1) {
          out.println("== " + each.host().name());
        }
        out.print(plain(given.body()));
        if (!given.body().endsWith("\n")) {
          out.println();
        }
      } else {
        out.flush();
        err.println(plain(each.host().name() + ": " + trouble(each)));
      }
    }
  }

  /** Why there is no good answer. */
  private String trouble(Answer answer) {
    if (answer instanceof Answer.Missing missing) {
      return missing.sentence();
    }
    Answer.Given given = (Answer.Given) answer;
    JsonNode problem = body(given);
    String body =
        problem != null && problem.path("detail").isTextual()
            ? problem.path("detail").asText()
            : given.body().strip();
    boolean page = body.startsWith("<") || body.isEmpty();
    return "answered " + given.status() + (page ? "; is this the admin port?" : ": " + body);
  }

  private ObjectNode document() {
    return json.createObjectNode().put("env", order.options().environment());
  }

  private ObjectNode document(List<Answer> answers) {
    ObjectNode document = document();
    ArrayNode list = document.putArray("answers");
    for (Answer each : answers) {
      ObjectNode answer = list.addObject().put("host", each.host().name());
      if (each instanceof Answer.Given given) {
        JsonNode body = body(given);
        answer.put("status", given.status());
        if (body == null) {
          answer.put("body", given.body());
        } else {
          answer.set("body", body);
        }
        answer.put("error", given.isGood() ? null : trouble(each));
      } else {
        answer.putNull("status").putNull("body").put("error", trouble(each));
      }
    }
    return document;
  }

  /** The answer as JSON; null where it is none. */
  private @Nullable JsonNode body(Answer.Given given) {
    try {
      JsonNode body = json.readTree(given.body());
      return body.isContainerNode() ? body : null;
    } catch (JsonProcessingException e) {
      return null; // words are shown as they are
    }
  }

  /** A host's words may not steer the terminal. */
  private static String plain(String text) {
    return text.replaceAll("[\\p{Cc}&&[^\\n\\t]]", "?");
  }
}
