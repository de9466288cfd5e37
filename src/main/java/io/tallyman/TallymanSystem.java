package io.tallyman;

import io.dropwizard.lifecycle.Managed;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.tallyman.admin.BuildVersion;
import io.tallyman.admin.Levers;
import io.tallyman.admin.MovedPositions;
import io.tallyman.admin.OperatedSystem;
import io.tallyman.admin.SourceTopic;
import io.tallyman.admin.StoreFacts;
import io.tallyman.admin.control.AuditRetention;
import io.tallyman.admin.control.ConsumerEffect;
import io.tallyman.admin.control.Controls;
import io.tallyman.admin.control.RollupEffect;
import io.tallyman.admin.control.SettingsPart;
import io.tallyman.admin.control.TuningEffect;
import io.tallyman.admin.health.HealthLimits;
import io.tallyman.admin.health.HealthSight;
import io.tallyman.admin.health.HealthWatch;
import io.tallyman.admin.health.PositionsReader;
import io.tallyman.admin.health.SourceLogs;
import io.tallyman.consume.ConsumeMetrics;
import io.tallyman.consume.ConsumerProperties;
import io.tallyman.consume.ConsumerToggles;
import io.tallyman.consume.Lane;
import io.tallyman.consume.LaneStatus;
import io.tallyman.consume.LaneSurroundings;
import io.tallyman.consume.LaneTuning;
import io.tallyman.consume.MemoryBudget;
import io.tallyman.consume.RollupToggles;
import io.tallyman.consume.SourceEngine;
import io.tallyman.consume.SourceSettings;
import io.tallyman.consume.TopicCheck;
import io.tallyman.consume.TopicWatch;
import io.tallyman.consume.Writer;
import io.tallyman.lifecycle.Part;
import io.tallyman.lifecycle.PartGraph;
import io.tallyman.lifecycle.StopLimit;
import io.tallyman.rollup.RollupStore;
import io.tallyman.store.Database;
import io.tallyman.store.JdbcTransactions;
import io.tallyman.store.MySqlPositionMoves;
import io.tallyman.store.MySqlSettings;
import io.tallyman.store.SettingStore;
import io.tallyman.store.StoreReader;
import io.tallyman.store.TransactionalRollupStore;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * The component graph, on one screen: which parts there are, and what each is given.
 *
 * <pre>
 *   database ◀── store ◀─┬─ writer ◀────────┬─ lane-SOURCE-0, lane-SOURCE-1, …
 *                        ├─ topic-SOURCE ◀──┤
 *                        └─ settings ◀──────┘
 * </pre>
 */
final class TallymanSystem implements Managed {

  private final PartGraph parts;
  private final OperatedSystem operated;

  /**
   * @param blueprint what to build
   * @param metrics where the parts count
   * @param identity which host and process this is
   * @param clock the time of day
   * @param ticker a monotonic clock, in nanoseconds
   */
  TallymanSystem(
      Blueprint blueprint,
      PrometheusRegistry metrics,
      Identity identity,
      Clock clock,
      LongSupplier ticker) {
    Settings settings = blueprint.settings();
    RandomGenerator random = new Random(); // the one generator that threads may share
    ConsumerProperties kafka = new ConsumerProperties(settings.kafka());
    ConsumeMetrics counters = new ConsumeMetrics(metrics);
    Database database = new Database(settings.database());
    StoreGate gate = new StoreGate(database, settings.database(), blueprint.tables());
    RollupStore store = new GatedStore(gate, store(database, counters));
    Writer writer = new Writer(store, identity.owner(), counters, ticker, random);
    Operators operators = Operators.of(database, identity, blueprint, clock);
    LaneSurroundings around =
        new LaneSurroundings(
            writer,
            operators.toggles(),
            operators.levers().pausedRollups(),
            operators.levers().tuning(),
            new MemoryBudget(operators.levers().tuning()::memoryBytes),
            counters,
            clock,
            ticker,
            random);
    Consumers consumers = Consumers.of(blueprint, kafka, store, around);
    this.parts = new PartGraph(consumers.after(List.of(database, gate, operators.part(), writer)));
    this.operated =
        new OperatedSystem(
            parts,
            operators.controls(),
            operators.toggles(),
            operators.levers(),
            consumers::topics,
            consumers::statuses,
            consumers.watched(parts, database, around, settings.healthLimits()),
            facts(database, operators.store(), blueprint),
            moves(database, operators.controls(), kafka, clock));
  }

  /** What reads the topics: a watch per source, and its lanes. */
  private record Consumers(List<TopicWatch> watches, List<Lane> lanes) {

    static Consumers of(
        Blueprint blueprint, ConsumerProperties kafka, RollupStore store, LaneSurroundings around) {
      around.metrics().show(around.budget(), around.writer());
      List<TopicWatch> watches = new ArrayList<>();
      List<Lane> lanes = new ArrayList<>();
      for (SourceEngine engine : blueprint.engines()) {
        SourceSettings source = blueprint.source(engine).consume();
        around.metrics().announce(engine.source(), engine.rollups());
        TopicWatch watch = new TopicWatch(source, kafka, store, around.clock(), around.ticker());
        watches.add(watch);
        for (int number = 0; number < source.lanes(); number++) {
          lanes.add(new Lane(source.laneName(number), engine, kafka, watch, around));
        }
      }
      return new Consumers(watches, lanes);
    }

    /** All parts: these, and then the consumers. */
    List<Part> after(List<Part> first) {
      List<Part> all = new ArrayList<>(first);
      all.addAll(watches);
      all.addAll(lanes);
      return all;
    }

    List<SourceTopic> topics() {
      return watches.stream().map(TallymanSystem::topic).toList();
    }

    List<LaneStatus> statuses() {
      return lanes.stream().map(Lane::status).toList();
    }

    HealthWatch watched(
        PartGraph parts, Database database, LaneSurroundings around, HealthLimits limits) {
      StoreReader reader = new StoreReader(database.readers(), database.place());
      HealthSight sight =
          new HealthSight(
              parts::states,
              this::statuses,
              around.toggles()::list,
              this::logs,
              new PositionsReader(reader::positions, around.ticker()),
              around.metrics()::fences);
      return new HealthWatch(sight, limits, around.clock(), around.ticker());
    }

    List<SourceLogs> logs() {
      return watches.stream()
          .map(watch -> new SourceLogs(watch.source(), watch.topic(), watch.view()))
          .toList();
    }
  }

  /** What operators set while the system runs: where it is kept, and what has it obeyed. */
  private record Operators(
      SettingStore store,
      ConsumerToggles toggles,
      Levers levers,
      Controls controls,
      SettingsPart part) {

    static Operators of(Database database, Identity identity, Blueprint blueprint, Clock clock) {
      SettingStore store =
          new MySqlSettings(database.writers(), database.readers(), database.place());
      ConsumerToggles toggles = new ConsumerToggles();
      Levers levers =
          new Levers(
              new RollupToggles(), blueprint.rollupNames(), new LaneTuning(blueprint.laneValues()));
      Controls controls = new Controls(store, identity.host(), clock);
      controls.obey(new RollupEffect(levers.pausedRollups()));
      controls.obey(new TuningEffect(levers.tuning(), Runtime.getRuntime().maxMemory()));
      controls.obey(new ConsumerEffect(toggles, clock)); // last: it lets the lanes go on
      AuditRetention retention = new AuditRetention(store, blueprint.settings().auditKept(), clock);
      String version = BuildVersion.running().version();
      SettingsPart part = new SettingsPart(controls, store, retention, version, clock);
      return new Operators(store, toggles, levers, controls, part);
    }
  }

  private static StoreFacts facts(Database database, SettingStore settings, Blueprint blueprint) {
    StoreReader reader = new StoreReader(database.readers(), database.place());
    return new StoreFacts(reader, settings, blueprint.tables());
  }

  private static MovedPositions moves(
      Database database, Controls controls, ConsumerProperties kafka, Clock clock) {
    return new MovedPositions(
        new TopicCheck(kafka, clock)::ask,
        new AnnouncedMoves(
            new MySqlPositionMoves(database.writers(), database.readers(), database.place()),
            controls::announce));
  }

  private static RollupStore store(Database database, ConsumeMetrics counters) {
    return new TransactionalRollupStore(
        new JdbcTransactions(database.writers()), database.place(), counters::commitAnswerLost);
  }

  private static SourceTopic topic(TopicWatch watch) {
    int partitions = watch.partitions();
    return new SourceTopic(
        watch.source(),
        watch.topic(),
        partitions == 0 ? OptionalInt.empty() : OptionalInt.of(partitions));
  }

  /** What the admin port shows and steers. */
  OperatedSystem operated() {
    return operated;
  }

  @Override
  public void start() throws Exception {
    parts.start();
  }

  @Override
  public void stop() throws Exception {
    StopLimit.stop(parts, StopBudget.PARTS);
  }
}
