package io.tallyman.demo;

import org.jspecify.annotations.Nullable;

/** One event as a reader with the source's schema sees it. */
interface SeenEvent {

  /**
   * The field at this path.
   *
   * @return a String, Boolean, Long (whole numbers, and times in epoch milliseconds), Double,
   *     BigDecimal or LocalDate, or null
   */
  @Nullable Object value(String path);
}
