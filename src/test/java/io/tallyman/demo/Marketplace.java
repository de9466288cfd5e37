package io.tallyman.demo;

import java.math.BigDecimal;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * What there is on the marketplace and how often it is chosen: items and countries. Immutable; the
 * same for every seed.
 */
final class Marketplace {

  /** A thing on sale. */
  record Item(long id, String category, BigDecimal price) {}

  private static final int ITEMS = 5_000;
  private static final List<String> COUNTRIES =
      List.of("US GB DE FR IN BR JP ES IT CA MX NL PL SE AU KR TR AR CH AT BE PT DK FI".split(" "));
  private static final List<String> CATEGORIES =
      List.of("fashion", "home", "electronics", "toys", "garden", "sports", "books", "antiques");

  private final List<Item> items = IntStream.range(0, ITEMS).mapToObj(Marketplace::item).toList();
  private final Zipf itemRanks = new Zipf(ITEMS, 1.05);
  private final Zipf countryRanks = new Zipf(COUNTRIES.size(), 1.1);

  Item item(RandomGenerator random) {
    return items.get(itemRanks.draw(random));
  }

  String country(RandomGenerator random) {
    return COUNTRIES.get(countryRanks.draw(random));
  }

  private static Item item(int rank) {
    // Prices from 0.99 to about 900, scattered over the ranks but the same in every run.
    long cents = 99L + (long) Math.floorMod(rank * 7_919L, 300) * Math.floorMod(rank * 31L, 300);
    return new Item(
        10_000L + rank, CATEGORIES.get(rank % CATEGORIES.size()), BigDecimal.valueOf(cents, 2));
  }
}
