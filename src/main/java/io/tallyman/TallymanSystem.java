package io.tallyman;

import io.dropwizard.lifecycle.Managed;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.tallyman.admin.BuildVersion;
import io.tallyman.admin.Levers;
import io.tallyman.admin.MovedPositions;
import io.tallyman.admin.OperatedSystem;
import io.tallyman.admin.SourceTopic;
import io.tallyman.admin.StoreFacts;
import io.tallyman.admin.control.ConsumerEffect;
import io.tallyman.admin.control.Controls;
import io.tallyman.admin.control.RollupEffect;
import io.tallyman.admin.control.SettingsPart;
import io.tallyman.admin.control.TuningEffect;
import io.tallyman.consume.ConsumeMetrics;
import io.tallyman.consume.ConsumerProperties;
import io.tallyman.consume.ConsumerToggles;
import io.tallyman.consume.Lane;
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
    ConsumerToggles toggles = new ConsumerToggles();
    ConsumerProperties kafka = new ConsumerProperties(settings.kafka());
    ConsumeMetrics counters = new ConsumeMetrics(metrics);
    LaneTuning tuning = new LaneTuning(blueprint.laneValues());
    RollupToggles rollups = new RollupToggles();
    MemoryBudget budget = new MemoryBudget(settings.flush().memoryBytes());

    Database database = new Database(settings.database());
    StoreGate gate = new StoreGate(database, settings.database(), blueprint.tables());
    RollupStore store = new GatedStore(gate, store(database));
    Writer writer = new Writer(store, identity.owner(), counters, ticker, random);
    LaneSurroundings around =
        new LaneSurroundings(
            writer, toggles, rollups, tuning, budget, counters, clock, ticker, random);
    Consumers consumers = Consumers.of(blueprint, kafka, store, around);
    Operators operators = Operators.of(database, identity, around);
    List<Part> all = new ArrayList<>(List.of(database, gate, operators.part(), writer));
    all.addAll(consumers.watches());
    all.addAll(consumers.lanes());

    this.parts = new PartGraph(all);
    this.operated =
        new OperatedSystem(
            parts,
            operators.controls(),
            toggles,
            new Levers(rollups, blueprint.rollupNames(), tuning),
            () -> consumers.watches().stream().map(TallymanSystem::topic).toList(),
            () -> consumers.lanes().stream().map(Lane::status).toList(),
            facts(database, operators.store(), blueprint),
            new MovedPositions(
                new TopicCheck(kafka, clock)::ask,
                new MySqlPositionMoves(database.writers(), database.readers(), database.place())));
  }

  /** What reads the topics: a watch per source, and its lanes. */
  private record Consumers(List<TopicWatch> watches, List<Lane> lanes) {

    static Consumers of(
        Blueprint blueprint, ConsumerProperties kafka, RollupStore store, LaneSurroundings around) {
      List<TopicWatch> watches = new ArrayList<>();
      List<Lane> lanes = new ArrayList<>();
      for (SourceEngine engine : blueprint.engines()) {
        SourceSettings source = blueprint.source(engine).consume();
        TopicWatch watch = new TopicWatch(source, kafka, store, around.clock(), around.ticker());
        watches.add(watch);
        for (int number = 0; number < source.lanes(); number++) {
          lanes.add(new Lane(source.laneName(number), engine, kafka, watch, around));
        }
      }
      return new Consumers(watches, lanes);
    }
  }

  /** What operators set while the system runs: where it is kept, and what has it obeyed. */
  private record Operators(SettingStore store, Controls controls, SettingsPart part) {

    static Operators of(Database database, Identity identity, LaneSurroundings around) {
      Clock clock = around.clock();
      SettingStore store =
          new MySqlSettings(database.writers(), database.readers(), database.place());
      Controls controls = new Controls(store, identity.host(), clock);
      controls.obey(new RollupEffect(around.rollups()));
      controls.obey(new TuningEffect(around.tuning()));
      controls.obey(new ConsumerEffect(around.toggles(), clock)); // last: it lets the lanes go on
      String version = BuildVersion.running().version();
      return new Operators(store, controls, new SettingsPart(controls, store, version, clock));
    }
  }

  private static StoreFacts facts(Database database, SettingStore settings, Blueprint blueprint) {
    StoreReader reader = new StoreReader(database.readers(), database.place());
    return new StoreFacts(reader, settings, blueprint.tables());
  }

  private static RollupStore store(Database database) {
    return new TransactionalRollupStore(new JdbcTransactions(database.writers()), database.place());
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
    parts.stop();
  }
}
