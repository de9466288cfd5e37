package io.tallyman.ctl;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is wrong, and what to do: once however many hosts say the same, in lines that a terminal
 * needn't break.
 */
final class Findings {

  private static final int WIDTH = 100;
  private static final String INDENT = "      ";

  /**
   * One thing that is wrong.
   *
   * @param what in a few words
   * @param sentence what was seen; may be empty
   * @param remedy what to do; may be empty
   */
  private record Finding(String what, String sentence, String remedy) {}

  private final Map<Finding, List<String>> hosts = new LinkedHashMap<>();
  private final Map<Finding, List<String>> notes = new LinkedHashMap<>();

  static Findings of(List<ShownHost> hosts) {
    Findings findings = new Findings();
    for (ShownHost host : hosts) {
      if (host.body() == null) {
        Trouble trouble = host.trouble();
        findings.add(host, new Finding(trouble.state(), trouble.sentence(), trouble.remedy()));
      }
    }
    for (ShownHost host : hosts) {
      JsonNode body = host.body();
      if (body != null) {
        findings.add(host, new ShownStatus(body));
      }
    }
    ShownHost fleet = new ShownHost("the fleet", null, Trouble.NONE);
    for (ShownFleet.Concern each : ShownFleet.of(hosts).concerns()) {
      findings.add(fleet, new Finding(each.what(), each.sentence(), each.remedy()));
    }
    for (ShownFleet.Concern each : new ShownPauses(ShownFleet.of(hosts).hosts()).notes()) {
      findings.notes.put(new Finding(each.what(), each.sentence(), each.remedy()), List.of());
    }
    return findings;
  }

  private void add(ShownHost host, ShownStatus status) {
    for (JsonNode each : status.findings()) {
      JsonNode partition = each.path("partition");
      String where = each.path("source").asText();
      add(
          host,
          new Finding(
              each.path("cause").asText()
                  + ": "
                  + (partition.isIntegralNumber() ? where + " partition " + partition : where),
              each.path("sentence").asText(),
              each.path("remedy").asText()));
    }
    for (JsonNode each : status.unwellParts()) {
      String name = each.path("name").asText();
      add(host, new Finding("the part " + name + " isn't well", each.path("message").asText(), ""));
    }
    if (!status.hasDatabase()) {
      String cause = status.status().at("/database/cause").asText();
      add(host, new Finding("it can't read the database", cause, ""));
    }
    if (status.obeys().equals("NO")) {
      add(host, new Finding("it doesn't obey all that is set", "", "see SETTINGS in its status"));
    }
  }

  private void add(ShownHost host, Finding finding) {
    hosts.computeIfAbsent(finding, each -> new ArrayList<>()).add(host.name());
  }

  String text() {
    StringBuilder text = new StringBuilder("WHAT IS WRONG\n");
    write(text, hosts);
    if (!notes.isEmpty()) {
      text.append("\nGOOD TO KNOW\n");
      write(text, notes);
    }
    return text.toString();
  }

  private static void write(StringBuilder text, Map<Finding, List<String>> findings) {
    if (findings.isEmpty()) {
      text.append("  nothing\n");
    }
    findings.forEach(
        (finding, names) -> {
          text.append("  ").append(finding.what()).append('\n');
          wrap(text, names.isEmpty() ? "" : "on    ", String.join(", ", names));
          wrap(text, "", finding.sentence());
          wrap(text, "to do ", finding.remedy());
        });
  }

  private static void wrap(StringBuilder text, String before, String words) {
    if (words.isBlank()) {
      return;
    }
    String start = "    " + (before.isEmpty() ? INDENT : before);
    StringBuilder line = new StringBuilder(start);
    for (String word : words.strip().split("\\s+", -1)) {
      if (line.length() + word.length() > WIDTH && line.length() > start.length()) {
        text.append(line.toString().stripTrailing()).append('\n');
        line = new StringBuilder("    " + INDENT);
      }
      line.append(word).append(' ');
    }
    text.append(line.toString().stripTrailing()).append('\n');
  }
}
