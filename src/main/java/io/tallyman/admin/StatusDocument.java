package io.tallyman.admin;

import io.tallyman.admin.StoredFacts.DeadLetters;
import io.tallyman.admin.StoredFacts.LostRange;
import io.tallyman.admin.StoredFacts.RollupVersion;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that {@code GET /status} shows, at one moment. In JSON the names are in snake case and
 * times are ISO-8601 in UTC.
 *
 * @param version the version of the build
 * @param commit the commit that it was built from
 * @param started when this process came up
 * @param now the moment that is shown
 * @param health what an operator should know, the worst first; empty when all gets on
 * @param components the parts of this process, in the order in which they start
 * @param sources the sources of the configuration
 * @param host the name of this host
 * @param toggles what is said on which sources are counted on this host, the more special first
 * @param settings all that operators have set, for this host, others and the fleet
 * @param database how fresh the following four are
 * @param hosts the hosts of the fleet; null when the database was never reached
 * @param rollups the registered versions; null likewise
 * @param deadLetters open dead letters by source and reason; null likewise
 * @param losses lost offsets that no operator has settled, the oldest first; null likewise
 * @param recentErrors the newest warnings and errors of the log, the newest first
 */
record StatusDocument(
    String version,
    String commit,
    String host,
    Instant started,
    Instant now,
    List<Health> health,
    List<Component> components,
    List<Source> sources,
    List<ToggledTarget> toggles,
    List<Setting> settings,
    Database database,
    @Nullable List<Host> hosts,
    @Nullable List<RollupVersion> rollups,
    @Nullable List<DeadLetters> deadLetters,
    @Nullable List<LostRange> losses,
    List<RecentErrors.Entry> recentErrors) {

  /**
   * Something that an operator should know.
   *
   * @param cause what kind of thing it is, as {@code HealthCause.code()} has it
   * @param healthy whether it leaves the source healthy
   * @param source the source
   * @param partition one partition of it; null where it is about all that this host has
   * @param sentence what exactly
   * @param meaning what that means
   * @param remedy what to do
   */
  record Health(
      String cause,
      boolean healthy,
      String source,
      @Nullable Integer partition,
      String sentence,
      String meaning,
      String remedy) {}

  /**
   * One part.
   *
   * @param name its name
   * @param needs the parts that it stands on
   * @param state {@code latent}, {@code starting}, {@code started}, {@code stopping}, {@code
   *     stopped} or {@code failed}
   * @param well whether it does its work
   * @param message one sentence on how it is; may be empty
   * @param failure why its last start or stop failed; empty when it didn't
   */
  record Component(
      String name,
      List<String> needs,
      String state,
      boolean well,
      String message,
      String failure) {}

  /**
   * One source.
   *
   * @param source its name
   * @param topic the topic that it reads
   * @param partitionCount how many partitions the topic has; null while Kafka hasn't told yet
   * @param lanes this process's lanes of the source
   * @param elsewhere the partitions that this process doesn't hold
   */
  record Source(
      String source,
      String topic,
      @Nullable Integer partitionCount,
      List<Lane> lanes,
      List<Elsewhere> elsewhere) {}

  /**
   * One lane.
   *
   * @param lane its name
   * @param backPressure whether it reads nothing because the store is slower than Kafka
   * @param lastError the last thing that failed; empty when it went well since
   * @param partitions what it holds
   */
  record Lane(String lane, boolean backPressure, String lastError, List<Partition> partitions) {}

  /**
   * One partition that a lane holds.
   *
   * @param partition its number
   * @param state {@code claiming}, {@code counting}, {@code paused} or {@code stopped}
   * @param position the next offset to read
   * @param stored the first offset that isn't in the store; null while it is being claimed
   * @param logEnd the stable end of its log; null where not known
   * @param ownerEpoch under which epoch the lane owns it
   * @param lag records between the stored position and the stable end; null where not known
   * @param lagSeconds whole seconds since {@code countedUntil}; null where not known
   * @param countedUntil all that was in the partition then is counted; null where not known
   * @param cause why it isn't counted; empty while it is
   */
  record Partition(
      int partition,
      String state,
      long position,
      @Nullable Long stored,
      @Nullable Long logEnd,
      long ownerEpoch,
      @Nullable Long lag,
      @Nullable Long lagSeconds,
      @Nullable Instant countedUntil,
      String cause) {}

  /**
   * One partition that this process doesn't hold, as its position row says.
   *
   * @param partition its number
   * @param owner who claimed it last; empty where nobody ever did
   * @param stored the first offset that isn't in the store; null where it has no row
   * @param logEnd the stable end of its log; null where not known
   * @param lag records between the two; null where not known
   * @param lagSeconds whole seconds since {@code countedUntil}; null where not known
   * @param countedUntil all that was in the partition then is counted; null where not known
   */
  record Elsewhere(
      int partition,
      String owner,
      @Nullable Long stored,
      @Nullable Long logEnd,
      @Nullable Long lag,
      @Nullable Long lagSeconds,
      @Nullable Instant countedUntil) {}

  /**
   * What is said on whether a source or a partition is counted on this host.
   *
   * @param source the source
   * @param partition one partition of it; null for all
   * @param paused whether it is held back; else it is let go on, whatever is said of more than it
   * @param scope {@code host} or {@code fleet}
   * @param reason the operator's words; may be empty
   * @param by who said so
   * @param since since when
   * @param until until when; null until an operator says otherwise
   */
  record ToggledTarget(
      String source,
      @Nullable Integer partition,
      boolean paused,
      String scope,
      String reason,
      String by,
      Instant since,
      @Nullable Instant until) {}

  /**
   * What an operator has set.
   *
   * @param kind {@code consumer}, {@code rollup}, {@code config} or {@code log-level}
   * @param target a source, a partition of it ({@code tracking/3}), a rollup, a key of config.yml,
   *     a logger
   * @param value what it is set to
   * @param host the host that it is for; null for the whole fleet
   * @param by who has set it
   * @param since when
   * @param until when it ends by itself; null until an operator ends it
   * @param reason the operator's words; may be empty
   * @param remembered whether it is in the database
   */
  record Setting(
      String kind,
      String target,
      String value,
      @Nullable String host,
      String by,
      Instant since,
      @Nullable Instant until,
      String reason,
      boolean remembered) {}

  /**
   * A host of the fleet.
   *
   * @param host its name
   * @param version the version of its build
   * @param started when its process came up
   * @param seen when it was heard of last, by the database's clock
   * @param silentSeconds how long ago that is; a host tells every five seconds
   * @param obeyed whether it obeyed, when it told last, all that is set for it now
   */
  record Host(
      String host,
      String version,
      Instant started,
      Instant seen,
      long silentSeconds,
      boolean obeyed) {}

  /**
   * How fresh the facts from the database are.
   *
   * @param available whether they were read just now
   * @param cause why not; empty when they were
   * @param asOf when they were read; null when never
   */
  record Database(boolean available, String cause, @Nullable Instant asOf) {}
}
