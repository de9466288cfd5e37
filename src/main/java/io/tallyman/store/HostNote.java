package io.tallyman.store;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * What a host says of itself.
 *
 * @param host its name
 * @param version the version of its build
 * @param started when its process came up; tells one process of that name from another
 * @param obeyed the digest of the settings that it obeys, 12 characters
 */
public record HostNote(String host, String version, Instant started, String obeyed) {

  public HostNote {
    started = started.truncatedTo(ChronoUnit.MILLIS);
  }
}
