package io.tallyman.admin.health;

/** Hears when something begins to be wrong, or held back, and when that ends. */
@FunctionalInterface
public interface HealthListener {

  /**
   * Something began or ended. Called on the health watch's own thread: it returns soon, and what it
   * throws is logged and forgotten.
   */
  void changed(HealthChange change);
}
