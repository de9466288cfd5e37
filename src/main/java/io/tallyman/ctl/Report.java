package io.tallyman.ctl;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Shows the answers of the hosts, to a person or to a program. */
final class Report {

  private static final Pattern STEERING =
      Pattern.compile("[\\x7f-\\x9f\\u2028-\\u202e\\u2066-\\u2069]");

  private final Order order;
  private final PrintStream out;
  private final PrintStream err;
  private final int width;
  private final ObjectMapper json = new ObjectMapper();

  /**
   * @param width how many characters the terminal has in a line; a great many where it is none
   */
  Report(Order order, PrintStream out, PrintStream err, int width) {
    this.order = order;
    this.out = out;
    this.err = err;
    this.width = width;
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
    out.println(escaped(document));
  }

  /** Shows what came back, and says what it adds up to. */
  ExitCode of(List<Answer> answers) {
    ExitCode code = ExitCode.DONE;
    for (Answer each : answers) {
      code = code.or(code(each));
    }
    if (order.view() == Order.View.FLEET && !ShownFleet.of(shown(answers)).isWell()) {
      code = code.or(ExitCode.UNWELL);
    }
    if (order.options().json()) {
      out.println(escaped(document(answers)));
      return code;
    }
    switch (order.view()) {
      case FLEET ->
          out.print(plain(new FleetTable(order.options().environment(), shown(answers)).text()));
      case HEALTH -> out.print(plain(HealthTable.of(shown(answers))));
      case AUDIT -> audit(answers);
      case WORDS, REPL -> words(answers);
    }
    return code;
  }

  /** Says how far hosts have settled, to a person while it goes on. */
  void settling(String line) {
    err.println(plain(line));
  }

  /** Says in the end which hosts have settled, and what the others lack. */
  void settled(Map<String, List<String>> missing) {
    if (order.options().json()) {
      ObjectNode document = document();
      ArrayNode list = document.putArray("hosts");
      missing.forEach(
          (host, words) -> {
            ObjectNode node = list.addObject().put("host", host).put("settled", words.isEmpty());
            words.forEach(node.putArray("missing")::add);
          });
      out.println(escaped(document));
      return;
    }
    missing.forEach(
        (host, words) ->
            out.println(
                plain(
                    host
                        + (words.isEmpty()
                            ? ": settled"
                            : ": not settled: " + String.join("; ", words)))));
  }

  private ExitCode code(Answer answer) {
    if (!(answer instanceof Answer.Given given)) {
      return ExitCode.UNAVAILABLE;
    }
    if (order.view().isOfWords()) {
      return given.code();
    }
    JsonNode body = expected(given);
    if (body == null) {
      return given.code() == ExitCode.NOT_LET_IN ? ExitCode.NOT_LET_IN : ExitCode.UNAVAILABLE;
    }
    boolean well =
        switch (order.view()) {
          case FLEET -> new ShownStatus(body).isWell();
          case HEALTH -> given.isGood();
          case AUDIT, WORDS, REPL -> true;
        };
    return well ? ExitCode.DONE : ExitCode.UNWELL;
  }

  /** The document that the view shows; null where the host answered something else. */
  private @Nullable JsonNode expected(Answer.Given given) {
    boolean unwell = order.view() == Order.View.HEALTH && given.status() == 500;
    return given.isGood() || unwell ? body(given) : null;
  }

  /** The hosts' documents, as the view has them, or why there are none. */
  List<ShownHost> shown(List<Answer> answers) {
    return answers.stream().map(this::shown).toList();
  }

  private ShownHost shown(Answer answer) {
    JsonNode body = answer instanceof Answer.Given given ? expected(given) : null;
    return new ShownHost(answer.host().name(), body, body == null ? trouble(answer) : Trouble.NONE);
  }

  private void audit(List<Answer> answers) {
    for (ShownHost each : shown(answers)) {
      JsonNode body = each.body();
      if (body == null) {
        err.println(plain(each.name() + ": " + each.trouble().line()));
      } else {
        out.print(plain(AuditTable.of(body, width)));
      }
    }
  }

  /** What several hosts word alike is shown once. */
  private void words(List<Answer> answers) {
    Map<String, List<String>> good = new LinkedHashMap<>();
    List<String> failed = new ArrayList<>();
    for (Answer each : answers) {
      String host = each.host().name();
      if (each instanceof Answer.Given given && given.isGood()) {
        good.computeIfAbsent(given.body(), body -> new ArrayList<>()).add(host);
      } else {
        failed.add(host + ": " + trouble(each).line());
      }
    }
    good.forEach(
        (body, hosts) -> {
          if (answers.size() > 1) {
            out.println("== " + String.join(", ", hosts));
          }
          out.print(plain(body));
          if (!body.endsWith("\n")) {
            out.println();
          }
        });
    out.flush();
    failed.forEach(each -> err.println(plain(each)));
    if (answers.size() > 1 && !failed.isEmpty()) {
      int done = answers.size() - failed.size();
      err.println("done by " + done + " of " + answers.size() + " hosts");
    }
  }

  /** Why there is no good answer. */
  private Trouble trouble(Answer answer) {
    if (!(answer instanceof Answer.Given given)) {
      return Trouble.of(answer, "");
    }
    JsonNode problem = body(given);
    return Trouble.of(
        answer,
        problem != null && problem.path("detail").isTextual()
            ? problem.path("detail").asText()
            : given.body().strip());
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
        answer.put("error", given.isGood() ? null : trouble(each).line());
      } else {
        answer.putNull("status").putNull("body").put("error", trouble(each).line());
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

  /** The document as JSON without what steers a terminal, which stands within its strings alone. */
  private static String escaped(ObjectNode document) {
    return STEERING
        .matcher(document.toPrettyString())
        .replaceAll(found -> "\\\\u%04x".formatted((int) found.group().charAt(0)));
  }

  /** A host's words may not steer the terminal. */
  private static String plain(String text) {
    return text.replaceAll("[\\p{Cc}&&[^\\n\\t]]", "?");
  }
}
