package io.tallyman.simulate.database;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** The rows of a table, by primary key. Their order is that in which they were first asked for. */
final class Table<K, V> {

  private final Map<K, Row<V>> rows = new LinkedHashMap<>();

  /** The row of this key, or the place where it would be. */
  Row<V> row(K key) {
    return rows.computeIfAbsent(key, Row::new);
  }

  /** All places, of rows that aren't there too. */
  Collection<Row<V>> rows() {
    return rows.values();
  }

  void forEach(BiConsumer<K, Row<V>> action) {
    rows.forEach(action);
  }

  /** What this session sees of all rows. */
  List<V> seenBy(Session session) {
    List<V> seen = new ArrayList<>();
    for (Row<V> row : rows.values()) {
      V value = row.seenBy(session);
      if (value != null) {
        seen.add(value);
      }
    }
    return seen;
  }

  /** What was committed last of all rows. */
  List<V> committed() {
    List<V> committed = new ArrayList<>();
    for (Row<V> row : rows.values()) {
      V value = row.committed();
      if (value != null) {
        committed.add(value);
      }
    }
    return committed;
  }
}
