package io.tallyman.rollup;

import io.tallyman.event.Row;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Counts records the slow and obvious way, for comparison: all of them are kept, and each cell is
 * worked out from its records at the end. Knows one rollup: minute × country × member, without
 * country XX; events, items (Σ quantity), revenue (Σ quantity·price), price_min, quantity_max and
 * the mean of the price.
 */
final class NaiveRecount {

  private static final int LONGEST = 255;

  /** One record that was given. */
  record Event(
      long time,
      @Nullable String country,
      @Nullable Boolean member,
      @Nullable Long quantity,
      @Nullable BigDecimal price,
      long recordTime,
      boolean broken) {

    Row row() {
      return Sales.row(
          "time", time, "country", country, "member", member, "quantity", quantity, "price", price);
    }

    String outcome() {
      if (broken) {
        return "rejected";
      } else if (time > recordTime + 5 * 60_000) {
        return "early";
      } else if (time < recordTime - 60 * 60_000) {
        return "late";
      }
      return "XX".equals(country) ? "filtered" : "counted";
    }
  }

  static final RollupDefinition DEFINITION =
      Sales.definition(
          "naive",
          List.of(new Condition.NotIn("country", List.of("XX"))),
          List.of("country", "member"),
          new MeasureDefinition.Count("events"),
          new MeasureDefinition.Sum("items", List.of("quantity")),
          new MeasureDefinition.Sum("revenue", List.of("quantity", "price")),
          new MeasureDefinition.Min("price_min", "price"),
          new MeasureDefinition.Max("quantity_max", "quantity"),
          new MeasureDefinition.Avg("mean", List.of("price")));

  private NaiveRecount() {}

  /** Outcome by outcome, how many events have it. */
  static Map<String, Long> outcomes(List<Event> events) {
    Map<String, Long> outcomes = new TreeMap<>();
    for (Event event : events) {
      outcomes.merge(event.outcome(), 1L, Long::sum);
    }
    return outcomes;
  }

  /** Every cell as a line of text. */
  static List<String> cells(List<Event> events) {
    Map<String, List<Event>> groups = new TreeMap<>();
    for (Event event : events) {
      if (event.outcome().equals("counted")) {
        long minute = event.time() - Math.floorMod(event.time(), 60_000L);
        String place = place(minute / 1000, shortened(event.country()), event.member());
        groups.computeIfAbsent(place, key -> new ArrayList<>()).add(event);
      }
    }
    List<String> lines = new ArrayList<>();
    groups.forEach((place, group) -> lines.add(place + " " + measures(group)));
    return lines;
  }

  /** The same of cells that a tally made, already merged. */
  static List<String> lines(List<Cell> cells) {
    return cells.stream()
        .map(
            cell ->
                place(cell.bucketStart(), cell.dimensions().get(0), cell.dimensions().get(1))
                    + " "
                    + cell.records()
                    + " "
                    + text(cell.measures()))
        .sorted()
        .toList();
  }

  private static String place(long seconds, @Nullable Object country, @Nullable Object member) {
    return seconds + " '" + country + "' " + (country == null) + " " + member;
  }

  private static String text(List<@Nullable Object> measures) {
    return measures.stream()
        .map(each -> each instanceof BigDecimal d ? d.toPlainString() : String.valueOf(each))
        .toList()
        .toString();
  }

  private static @Nullable String shortened(@Nullable String text) {
    if (text == null) {
      return null;
    }
    int[] characters = text.codePoints().limit(LONGEST).toArray();
    return new String(characters, 0, characters.length);
  }

  private static String measures(List<Event> group) {
    BigInteger items = null;
    BigDecimal revenue = null;
    BigDecimal prices = null;
    long priced = 0;
    BigDecimal least = null;
    Long most = null;
    for (Event event : group) {
      Long quantity = event.quantity();
      BigDecimal price = event.price();
      if (quantity != null) {
        items = (items == null ? BigInteger.ZERO : items).add(BigInteger.valueOf(quantity));
        most = most == null || quantity > most ? quantity : most;
      }
      if (price != null) {
        prices = prices == null ? price : prices.add(price);
        priced++;
        least = least == null || price.compareTo(least) < 0 ? price : least;
      }
      if (quantity != null && price != null) {
        BigDecimal product = price.multiply(new BigDecimal(quantity));
        revenue = revenue == null ? product : revenue.add(product);
      }
    }
    List<@Nullable Object> measures =
        Arrays.asList(
            (long) group.size(),
            items == null ? null : new BigDecimal(items),
            revenue,
            least,
            most,
            prices,
            priced);
    return group.size() + " " + text(measures);
  }
}
