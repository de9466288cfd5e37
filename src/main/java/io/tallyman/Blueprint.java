package io.tallyman;

import io.tallyman.consume.LaneValues;
import io.tallyman.consume.SourceEngine;
import io.tallyman.decode.AvroRecordDecoder;
import io.tallyman.decode.FieldAnswer;
import io.tallyman.decode.Framing;
import io.tallyman.decode.SchemaCatalogue;
import io.tallyman.decode.SchemaVersion;
import io.tallyman.decode.SourceSchema;
import io.tallyman.event.FieldType;
import io.tallyman.event.Problem;
import io.tallyman.event.RowShape;
import io.tallyman.rollup.EventTime;
import io.tallyman.rollup.Rollup;
import io.tallyman.rollup.RollupCompiler;
import io.tallyman.rollup.RollupDefinition;
import io.tallyman.rollup.RollupTable;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Everything that {@code config.yml} and the schemas say, brought together and found to fit: what
 * the system is built from. Needs no server.
 *
 * @param settings the words of the file
 * @param catalogue the schemas
 * @param engines one per source, in the order of the file
 */
record Blueprint(Settings settings, SchemaCatalogue catalogue, List<SourceEngine> engines) {

  Blueprint {
    engines = List.copyOf(engines);
  }

  /**
   * The blueprint of these settings; what is wrong is reported, and the source in question is left
   * out.
   */
  static Blueprint of(Settings settings, Consumer<Problem> problems) {
    SchemaCatalogue catalogue = SchemaCatalogue.load(settings.schemas().directory(), problems);
    List<SourceEngine> engines = new ArrayList<>();
    for (Settings.Source source : settings.sources()) {
      new SourceDraft(source, catalogue, problems)
          .engine(settings.rollups())
          .ifPresent(engines::add);
    }
    return new Blueprint(settings, catalogue, engines);
  }

  /** The tables of all rollups. */
  List<RollupTable> tables() {
    return engines.stream()
        .flatMap(engine -> engine.rollups().stream())
        .map(Rollup::table)
        .toList();
  }

  /** The names of all rollups, in the order of the file. */
  List<String> rollupNames() {
    return settings.rollups().stream().map(RollupDefinition::name).toList();
  }

  /** What lanes go by where no operator says otherwise. */
  LaneValues laneValues() {
    Map<String, Integer> rates = new TreeMap<>();
    for (Settings.Source source : settings.sources()) {
      source.consume().maxEventsPerSecond().ifPresent(rate -> rates.put(source.name(), rate));
    }
    return new LaneValues(
        settings.flush(), settings.loggedRejects(), settings.wholeLetters(), rates);
  }

  /** The settings of the source that an engine counts. */
  Settings.Source source(SourceEngine engine) {
    return settings.sources().stream()
        .filter(source -> source.name().equals(engine.source()))
        .findFirst()
        .orElseThrow();
  }

  /** One source on its way to an engine. */
  private record SourceDraft(
      Settings.Source source, SchemaCatalogue catalogue, Consumer<Problem> problems) {

    Optional<SourceEngine> engine(List<RollupDefinition> all) {
      Optional<SourceSchema> schema = catalogue.reader(source.schema());
      if (schema.isEmpty()) {
        if (!source.schema().isEmpty()) {
          problems.accept(
              catalogue.missing("sources." + source.name() + ".schema", source.schema()));
        }
        return Optional.empty();
      }
      checkIds();
      List<RollupDefinition> mine =
          all.stream().filter(rollup -> rollup.source().equals(source.name())).toList();
      RowShape shape = shape(schema.get(), mine);
      RollupCompiler compiler = new RollupCompiler(source.consume().topic(), shape, problems);
      List<Rollup> rollups =
          mine.stream().flatMap(each -> compiler.compile(each).stream()).toList();
      return Optional.of(
          new SourceEngine(
              source.name(),
              source.consume().topic(),
              () -> new AvroRecordDecoder(catalogue, source.framing(), schema.get(), shape),
              eventTime(shape),
              rollups));
    }

    /** Without any id each record would be a dead letter. */
    private void checkIds() {
      if (source.framing() == Framing.CONFLUENT && !catalogue.hasIds(source.schema())) {
        problems.accept(
            new Problem(
                "sources." + source.name() + ".framing",
                "confluent names schemas by ids, and no schema file of "
                    + source.schema()
                    + " has one",
                "write \""
                    + SchemaVersion.ID_ATTRIBUTE
                    + "\": 1 beside the record's \"name\", with the id that the writers use, or"
                    + " use the framing single-object or raw"));
      }
    }

    private RowShape shape(SourceSchema schema, List<RollupDefinition> rollups) {
      Set<RowShape.Field> fields = new LinkedHashSet<>();
      if (!source.eventTime().equals(EventTime.RECORD_TIMESTAMP)) {
        resolve(schema, source.eventTime(), "sources." + source.name() + ".eventTime")
            .ifPresent(fields::add);
      }
      for (RollupDefinition rollup : rollups) {
        for (Map.Entry<String, String> field : rollup.places().entrySet()) {
          String at = "rollups." + rollup.name() + "." + field.getValue();
          resolve(schema, field.getKey(), at).ifPresent(fields::add);
        }
      }
      return new RowShape(List.copyOf(fields));
    }

    private Optional<RowShape.Field> resolve(SourceSchema schema, String path, String at) {
      FieldAnswer answer = schema.fieldType(path);
      if (answer instanceof FieldAnswer.Known known) {
        return Optional.of(new RowShape.Field(path, known.type()));
      } else if (answer instanceof FieldAnswer.Unusable unusable) {
        problems.accept(new Problem(at, unusable.cause(), unusable.remedy()));
      }
      return Optional.empty();
    }

    private EventTime eventTime(RowShape shape) {
      if (!shape.paths().contains(source.eventTime())) {
        return new EventTime
            .RecordTimestamp(); // as configured; or its field is reported as missing
      }
      FieldType type = shape.type(source.eventTime());
      if (!(type instanceof FieldType.Timestamp) && !(type instanceof FieldType.Whole)) {
        problems.accept(
            new Problem(
                "sources." + source.name() + ".eventTime",
                "'" + source.eventTime() + "' holds no time",
                "name a timestamp, a long of epoch milliseconds, or "
                    + EventTime.RECORD_TIMESTAMP));
        return new EventTime.RecordTimestamp();
      }
      return new EventTime.Field(shape.slot(source.eventTime()));
    }
  }
}
