package io.tallyman.demo;

import java.util.List;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One visit: somebody looks around, searches, puts things into the cart and perhaps buys them. Not
 * thread-safe.
 */
final class Session {

  private static final String VIEW = "view";
  private static final String SEARCH = "search";
  private static final String ADD_TO_CART = "add_to_cart";
  private static final String PURCHASE = "purchase";

  /** What people do while they look around, the commonest first. */
  private static final List<String> BROWSING =
      List.of(VIEW, "click", SEARCH, "share", "wishlist", "review");

  private static final Zipf BROWSING_RANKS = new Zipf(BROWSING.size(), 1.3);
  private static final double CART_SHARE = 0.12;
  private static final double PURCHASE_SHARE = 0.35;
  private static final double LEAVE_SHARE = 0.06;

  private final Visitor visitor;
  private final Marketplace marketplace;
  private final RandomGenerator random;
  private Marketplace.@Nullable Item lookedAt;
  private Marketplace.@Nullable Item inCart;
  private boolean over;

  Session(Visitor visitor, Marketplace marketplace, RandomGenerator random) {
    this.visitor = visitor;
    this.marketplace = marketplace;
    this.random = random;
  }

  /** Whether nothing more happens in it. */
  boolean isOver() {
    return over;
  }

  /** What happens next in it, at this time. */
  MarketEvent next(long epochMillis) {
    over = random.nextDouble() < LEAVE_SHARE;
    if (inCart != null && random.nextDouble() < PURCHASE_SHARE) {
      Marketplace.Item bought = inCart;
      inCart = null;
      return event(PURCHASE, epochMillis, bought, quantity());
    }
    if (lookedAt != null && random.nextDouble() < CART_SHARE) {
      inCart = lookedAt;
      return event(ADD_TO_CART, epochMillis, inCart, quantity());
    }
    return browse(BROWSING.get(BROWSING_RANKS.draw(random)), epochMillis);
  }

  private MarketEvent browse(String type, long epochMillis) {
    if (type.equals(SEARCH)) {
      lookedAt = null;
      return event(type, epochMillis, null, 0);
    }
    if (lookedAt == null || type.equals(VIEW)) {
      lookedAt = marketplace.item(random);
    }
    return event(type, epochMillis, lookedAt, 0);
  }

  private MarketEvent event(
      String type, long epochMillis, Marketplace.@Nullable Item item, int quantity) {
    String id = new UUID(random.nextLong(), random.nextLong()).toString();
    Integer duration =
        random.nextInt(5) == 0
            ? null
            : Integer.valueOf((int) (Math.exp(random.nextGaussian()) * 400));
    return new MarketEvent(id, type, epochMillis, visitor, item, quantity, duration);
  }

  private int quantity() {
    return 1 + (int) Math.min(20, -Math.log(1 - random.nextDouble()) * 0.8);
  }
}
