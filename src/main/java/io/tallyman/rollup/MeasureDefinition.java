package io.tallyman.rollup;

import java.util.List;

/** A measure as {@code config.yml} declares it. */
public sealed interface MeasureDefinition {

  /** Its name, and its column's in the view. */
  String name();

  /** The word for it in {@code config.yml}. */
  String type();

  /** The fields that it reads: none, one, or the factors of a product. */
  List<String> fields();

  /** How many records were counted. */
  record Count(String name) implements MeasureDefinition {
    @Override
    public String type() {
      return "count";
    }

    @Override
    public List<String> fields() {
      return List.of();
    }
  }

  /** The sum of a field, or of a product of fields; records in which one is null add nothing. */
  record Sum(String name, List<String> fields) implements MeasureDefinition {
    public Sum {
      fields = List.copyOf(fields);
    }

    @Override
    public String type() {
      return "sum";
    }
  }

  /** The mean of a field, or of a product of fields, over the records in which none is null. */
  record Avg(String name, List<String> fields) implements MeasureDefinition {
    public Avg {
      fields = List.copyOf(fields);
    }

    @Override
    public String type() {
      return "avg";
    }
  }

  /** The smallest value of a field. */
  record Min(String name, String field) implements MeasureDefinition {
    @Override
    public String type() {
      return "min";
    }

    @Override
    public List<String> fields() {
      return List.of(field);
    }
  }

  /** The largest value of a field. */
  record Max(String name, String field) implements MeasureDefinition {
    @Override
    public String type() {
      return "max";
    }

    @Override
    public List<String> fields() {
      return List.of(field);
    }
  }
}
