package io.tallyman.simulate.kafka;

/** How a group shares its partitions. */
public enum GroupProtocol {
  /** KIP-848: the coordinator moves one partition after the other. */
  CONSUMER,
  /** The classic protocol with the cooperative assignor: two rounds, the first one revokes. */
  COOPERATIVE,
  /** The classic protocol with an eager assignor: everything is revoked, then shared. */
  EAGER
}
