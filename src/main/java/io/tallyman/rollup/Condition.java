package io.tallyman.rollup;

import java.util.List;

/**
 * What {@code where} asks of one field. Null is a value like any other: it isn't one of the listed
 * ones unless it is listed, so {@code not} lets it pass.
 *
 * <p>The values are texts, as the configuration has them; they are read by the field's type when a
 * rollup is compiled.
 */
public sealed interface Condition {

  /** The field's path. */
  String field();

  /** The listed values. */
  List<String> values();

  /** The field is one of these values. */
  record In(String field, List<String> values) implements Condition {
    public In {
      values = values.stream().distinct().sorted().toList();
    }
  }

  /** The field is none of these values. */
  record NotIn(String field, List<String> values) implements Condition {
    public NotIn {
      values = values.stream().distinct().sorted().toList();
    }
  }
}
