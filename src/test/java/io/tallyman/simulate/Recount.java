package io.tallyman.simulate;

import io.tallyman.rollup.Outcomes;
import io.tallyman.store.LedgerEntry;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How many offsets of a range became what, the least and the most: there may be several
 * explanations for one offset, of which only one can be true.
 */
final class Recount {

  /** A number that isn't known better. */
  private static final class Span {
    private long least;
    private long most;

    void add(boolean surely, boolean possibly) {
      least += surely ? 1 : 0;
      most += possibly ? 1 : 0;
    }

    boolean has(long number) {
      return number >= least && number <= most;
    }

    @Override
    public String toString() {
      return least == most ? String.valueOf(least) : least + " to " + most;
    }
  }

  private final Span absent = new Span();
  private final Map<Order.Kind, Span> kinds = new EnumMap<>(Order.Kind.class);
  private final Span rejected = new Span();

  Recount() {
    for (Order.Kind kind : Order.Kind.values()) {
      kinds.put(kind, new Span());
    }
  }

  /** Adds an offset by what it may have become; empty stands for absent. */
  void add(Set<Optional<Order.Kind>> explanations) {
    boolean sure = explanations.size() == 1;
    boolean none = explanations.contains(Optional.<Order.Kind>empty());
    absent.add(none && sure, none);
    kinds.forEach(
        (kind, span) -> {
          boolean possible = explanations.contains(Optional.of(kind));
          span.add(possible && sure, possible);
        });
    boolean letter =
        explanations.contains(Optional.of(Order.Kind.MALFORMED))
            || explanations.contains(Optional.of(Order.Kind.REFUSED));
    rejected.add(letter && sure, letter);
  }

  /** Whether an entry of the ledger may say what it says of that range. */
  boolean allows(LedgerEntry entry) {
    Outcomes outcomes = entry.outcomes();
    return absent.has(entry.absent())
        && entry.served() + entry.absent() == entry.range().length()
        && kinds.get(Order.Kind.COUNTED).has(outcomes.counted())
        && kinds.get(Order.Kind.FILTERED).has(outcomes.filtered())
        && kinds.get(Order.Kind.LATE).has(outcomes.late())
        && kinds.get(Order.Kind.EARLY).has(outcomes.early())
        && rejected.has(outcomes.rejected())
        && outcomes.total() == entry.served();
  }

  @Override
  public String toString() {
    return "absent " + absent + ", rejected " + rejected + ", " + kinds;
  }
}
