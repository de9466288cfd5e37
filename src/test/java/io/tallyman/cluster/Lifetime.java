package io.tallyman.cluster;

/** How long a server process lives. */
public enum Lifetime {
  /** Not longer than this JVM: it ends by force when this JVM ends, by whatever means. */
  BOUND,
  /** Until somebody ends it by its {@link ProcessId}. */
  DETACHED
}
