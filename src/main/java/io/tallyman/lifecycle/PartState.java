package io.tallyman.lifecycle;

import java.util.Locale;

/** Where a part is on its way from being made to being ended. */
public enum PartState {
  /** Made, and never started. */
  LATENT,
  /** On its way into service. */
  STARTING,
  /** In service. */
  STARTED,
  /** On its way out of service. */
  STOPPING,
  /** Out of service, as it was told. */
  STOPPED,
  /** Out of service, because its last start or stop failed. */
  FAILED;

  /** The state in lower case, as the operator sees it. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
