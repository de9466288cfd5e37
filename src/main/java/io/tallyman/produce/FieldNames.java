package io.tallyman.produce;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.avro.Schema;

/** The names by which a file may call a field: its own and its aliases, nested ones with points. */
final class FieldNames {

  private FieldNames() {}

  /** A field's names, its own first. */
  static List<String> of(Schema.Field field) {
    List<String> names = new ArrayList<>();
    names.add(field.name());
    names.addAll(field.aliases());
    return names;
  }

  /** The names of a path of fields, those of its own names first. */
  static List<String> of(List<Schema.Field> path) {
    List<String> paths = List.of("");
    for (Schema.Field field : path) {
      List<String> longer = new ArrayList<>();
      for (String prefix : paths) {
        for (String name : of(field)) {
          longer.add(prefix.isEmpty() ? name : prefix + "." + name);
        }
      }
      paths = longer;
    }
    return paths;
  }

  /** Those of the offered names that are one of the wanted ones but for case and outer blanks. */
  static List<String> alike(List<String> wanted, Set<String> offered) {
    return offered.stream()
        .filter(name -> wanted.stream().anyMatch(name.strip()::equalsIgnoreCase))
        .toList();
  }
}
