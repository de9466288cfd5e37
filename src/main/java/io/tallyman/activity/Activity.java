package io.tallyman.activity;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Something that people want to hear of.
 *
 * @param at when it happened
 * @param kind {@code deploy}, {@code setting} or {@code health}
 * @param text one sentence
 * @param fields the same for programs, in this order; named like the keys of JSON
 */
public record Activity(Instant at, String kind, String text, Map<String, String> fields) {

  public Activity {
    fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
  }
}
