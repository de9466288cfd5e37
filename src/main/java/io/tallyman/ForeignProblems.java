package io.tallyman;

import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import io.dropwizard.configuration.ConfigurationException;
import io.tallyman.event.NearestName;
import io.tallyman.event.Problem;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** What Dropwizard finds wrong with its own sections, in the form that our problems have. */
final class ForeignProblems {

  private ForeignProblems() {}

  /**
   * @param found what Dropwizard has thrown
   * @param places where the keys stand in the file, by their paths
   */
  static List<String> sentences(ConfigurationException found, Map<String, String> places) {
    if (!(found.getCause() instanceof JsonMappingException cause)) {
      return List.copyOf(found.getErrors());
    }
    String path = path(cause);
    String where = places.containsKey(path) ? path + " (" + places.get(path) + ")" : path;
    return List.of(problem(where, cause).toString());
  }

  private static Problem problem(String where, JsonMappingException cause) {
    if (cause instanceof UnrecognizedPropertyException unknown) {
      TreeSet<String> known = new TreeSet<>();
      unknown.getKnownPropertyIds().forEach(each -> known.add(each.toString()));
      return new Problem(
          where, "there is no such key", NearestName.remedy(unknown.getPropertyName(), known));
    }
    if (cause instanceof InvalidFormatException wrong) {
      return new Problem(
          where,
          "'" + wrong.getValue() + "' is no " + wrong.getTargetType().getSimpleName(),
          "write one");
    }
    return new Problem(
        where, cause.getOriginalMessage().replaceFirst(" [(]for POJO .*", ""), "correct it");
  }

  private static String path(JsonMappingException cause) {
    StringBuilder path = new StringBuilder();
    for (JsonMappingException.Reference each : cause.getPath()) {
      if (each.getFieldName() == null) {
        path.append('[').append(each.getIndex()).append(']');
      } else {
        path.append(path.isEmpty() ? "" : ".").append(each.getFieldName());
      }
    }
    return path.toString();
  }
}
