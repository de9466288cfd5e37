package io.tallyman.demo;

import io.tallyman.demo.RollupPlan.Kind;
import io.tallyman.demo.RollupPlan.Measured;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Holds every row of a rollup's view against the tally's cells: counts, sums, least and greatest to
 * the last digit, means to what a division in MySQL keeps. Not thread-safe.
 */
final class CellComparison {

  private record Key(LocalDateTime bucketStart, List<@Nullable String> dimensions) {}

  private static final int MOST_EXAMPLES = 5;
  private static final double TOLERANCE = 1e-4;
  private static final double FLOATING_TOLERANCE = 1e-9;

  private final RollupPlan plan;
  private final Map<Key, CellSums> missing = new HashMap<>();
  private final List<String> examples = new ArrayList<>();
  private long compared;
  private long differing;

  CellComparison(RollupBook book) {
    this.plan = book.plan();
    book.cells().forEach((place, sums) -> missing.put(key(place), sums));
  }

  /** Compares one row of the view with its cell. */
  void compare(ResultSet row) throws SQLException {
    List<@Nullable String> dimensions = new ArrayList<>();
    for (String dimension : plan.dimensions()) {
      dimensions.add(row.getString(column(dimension)));
    }
    Key key = new Key(row.getObject("bucket_start", LocalDateTime.class), dimensions);
    CellSums sums = missing.remove(key);
    compared++;
    if (sums == null) {
      differs(key + " is in the view and was never produced");
      return;
    }
    for (int i = 0; i < plan.measures().size(); i++) {
      Measured measured = plan.measures().get(i);
      BigDecimal found = row.getBigDecimal(measured.name());
      if (!agree(measured.kind(), sums.shown(i), found)) {
        differs(
            "%s of %s is %s and should be %s"
                .formatted(measured.name(), key, found, Tally.text(sums.shown(i))));
        return;
      }
    }
  }

  private void differs(String example) {
    differing++;
    if (examples.size() < MOST_EXAMPLES) {
      examples.add(example);
    }
  }

  private static boolean agree(Kind kind, @Nullable Object expected, @Nullable BigDecimal found) {
    if (expected == null || found == null) {
      return expected == null && found == null;
    }
    if (expected instanceof Double real) {
      double tolerance = kind == Kind.AVG ? TOLERANCE : FLOATING_TOLERANCE;
      return Math.abs(found.doubleValue() - real) <= tolerance * Math.max(1, Math.abs(real));
    }
    return new BigDecimal(expected.toString()).compareTo(found) == 0;
  }

  /** How many rows the view had. */
  long compared() {
    return compared;
  }

  /** How many cells differ, are too many, or are missing in the view. */
  long difference() {
    return differing + missing.size();
  }

  /** A few of the differences, in words. */
  List<String> examples() {
    List<String> some = new ArrayList<>(examples);
    missing.keySet().stream()
        .limit(MOST_EXAMPLES - some.size())
        .forEach(key -> some.add(key + " is missing in the view"));
    return some;
  }

  private static Key key(RollupBook.Place place) {
    List<@Nullable String> dimensions = new ArrayList<>();
    for (Object value : place.dimensions()) {
      dimensions.add(asStored(value));
    }
    return new Key(
        LocalDateTime.ofInstant(Instant.ofEpochMilli(place.bucketStart()), ZoneOffset.UTC),
        dimensions);
  }

  private static @Nullable String asStored(@Nullable Object value) {
    if (value instanceof Boolean bool) {
      return bool ? "1" : "0";
    }
    return value == null ? null : value.toString();
  }

  private static String column(String path) {
    return path.replace('.', '_');
  }
}
