package io.tallyman.admin.health;

import java.util.Locale;

/**
 * Why a partition or a source doesn't get on as it should. The list is closed; {@link #code} is
 * what {@code /status}, metrics, alerts and the runbook say, and never changes its meaning.
 */
public enum HealthCause {
  /** Offsets are lost, or the topic is another one of the same name. */
  DATA_LOSS(
      true,
      "offsets are lost, and nothing more of the partition is counted until an operator decides",
      "find out what happened, then bin/ctl positions skip or bin/ctl positions reset"),
  /** The store's own books say that what comes next was counted before. */
  CONTRADICTION(
      true,
      "position and ledger contradict each other: somebody has moved the position by hand",
      "bin/ctl positions skip, and the partition goes on after what is counted"),
  /** Writing to MySQL, or reading from it, has failed for a while. */
  WAITING_FOR_DATABASE(
      true,
      "the database doesn't take what is counted; it is tried again by itself, and nothing is lost",
      "see that MySQL runs, answers from this host and takes writes"),
  /** The brokers haven't answered for a while. */
  WAITING_FOR_BROKERS(
      true,
      "the brokers don't say how the topic stands; it is tried again by itself",
      "see that the brokers run, that the topic exists and that this host can reach them"),
  /** A lane's Kafka consumer failed for good; the lane takes a new one. */
  CONSUMER_FAILED(
      true,
      "a lane's consumer failed; it takes a new one by itself",
      "the sentence names what failed: mostly access rights or two hosts of one name"),
  /** A partition has records waiting, or waits for the store, and stands still. */
  STALLED(
      true,
      "records wait and the partition doesn't move",
      "look at the components writer and topic-SOURCE in /status, then at /threads; restart the"
          + " lane with bin/ctl consumer restart"),
  /** A partition is far behind and doesn't get closer to the end of its log. */
  LAGGING(
      true,
      "the partition is far behind and doesn't catch up",
      "see which is slow, the database (flush time) or this host (processors); add hosts or lanes,"
          + " up to one per partition"),
  /** Other processes take partitions over while this one still counts them, again and again. */
  FENCED_OFTEN(
      true,
      "this host was fenced off again and again: it counts what others have taken over",
      "look for long pauses of this process (garbage collection, a frozen machine) and for a group"
          + " that never settles"),
  /** A partition is far behind and gets closer to the end of its log. */
  CATCHING_UP(
      false,
      "the partition is far behind and gets closer to the end of its log",
      "nothing has to be done but to wait"),
  /** An operator holds it back. */
  PAUSED(
      false,
      "an operator holds it back; the lane stays in its group",
      "bin/ctl consumer resume when the reason is gone"),
  /** Records wait in a partition that this host doesn't have, and nobody counts them. */
  UNATTENDED(
      false,
      "records wait in a partition that another host, or none, should count, and it stands still",
      "see that the other hosts run and are healthy, and that the group has settled");

  private final boolean trouble;
  private final String meaning;
  private final String remedy;

  HealthCause(boolean trouble, String meaning, String remedy) {
    this.trouble = trouble;
    this.meaning = meaning;
    this.remedy = remedy;
  }

  /** The cause in lower case, words joined by {@code _}: {@code data_loss}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether it makes this host's source unhealthy; else it is only said. */
  public boolean isTrouble() {
    return trouble;
  }

  /** What it means, in one sentence. */
  public String meaning() {
    return meaning;
  }

  /** What to do, in one sentence. */
  public String remedy() {
    return remedy;
  }
}
