package io.tallyman.demo;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * One thing that somebody did on the marketplace.
 *
 * @param id unique to the event; a repeat has the same
 * @param type what was done
 * @param time epoch milliseconds by the client's clock
 * @param visitor who did it
 * @param item what it was done to; null for a search
 * @param quantity how many; 0 where nothing is counted
 * @param durationMs how long the page took; null where the client doesn't know
 */
record MarketEvent(
    String id,
    String type,
    long time,
    Visitor visitor,
    Marketplace.@Nullable Item item,
    int quantity,
    @Nullable Integer durationMs) {

  private static final BigDecimal NOTHING = BigDecimal.valueOf(0, 2);

  /** What the unit costs; 0.00 where nothing is counted. */
  BigDecimal unitPrice() {
    return item == null || quantity == 0 ? NOTHING : item.price();
  }

  /** The page on which it was done. */
  String url() {
    return item == null ? "/search" : "/" + item.category() + "/" + item.id();
  }

  MarketEvent withTime(long other) {
    return new MarketEvent(id, type, other, visitor, item, quantity, durationMs);
  }
}
