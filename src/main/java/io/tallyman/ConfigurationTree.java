package io.tallyman;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tallyman.event.Problem;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Reads a file as a tree in which every value is the text that stands in the file. YAML would make
 * {@code false} of the country {@code NO}, 1.1 of the version {@code 1.10}, and 7 of the password
 * {@code 007}; what a text means is for the reader of its key to say.
 *
 * <p>A key that stands twice in one section is a problem; its first value is kept.
 */
final class ConfigurationTree {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final JsonParser parser;
  private final Consumer<Problem> problems;
  private final Map<String, String> places = new HashMap<>();

  ConfigurationTree(JsonParser parser, Consumer<Problem> problems) {
    this.parser = parser;
    this.problems = problems;
  }

  /** The whole file; no keys where there is nothing in it. */
  JsonNode read() throws IOException {
    return parser.nextToken() == null ? NODES.objectNode() : value("");
  }

  /** Where the key of a path ({@code server.adminConnectors[0].port}) stands in the file. */
  Map<String, String> places() {
    return places;
  }

  private JsonNode value(String path) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> section(path);
      case START_ARRAY -> list(path);
      case VALUE_NULL -> NODES.nullNode();
      default -> NODES.textNode(parser.getText());
    };
  }

  private ObjectNode section(String path) throws IOException {
    ObjectNode section = NODES.objectNode();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      String at = path.isEmpty() ? key : path + "." + key;
      if (section.has(key)) {
        problems.accept(
            new Problem(
                at,
                "the key stands here twice, again in line "
                    + parser.currentTokenLocation().getLineNr(),
                "give one of the two another name, or take it out"));
      }
      places.putIfAbsent(at, place(parser.currentTokenLocation()));
      parser.nextToken();
      JsonNode value = value(at);
      section.putIfAbsent(key, value);
    }
    return section;
  }

  private ArrayNode list(String path) throws IOException {
    ArrayNode list = NODES.arrayNode();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      String at = path + "[" + list.size() + "]";
      places.putIfAbsent(at, place(parser.currentTokenLocation()));
      list.add(value(at));
    }
    return list;
  }

  /** As people look it up. */
  static String place(JsonLocation location) {
    return "line " + location.getLineNr() + ", column " + location.getColumnNr();
  }
}
