package io.tallyman.decode;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Resolver;
import org.apache.avro.Resolver.Action;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Says whether what was written in one schema can be read in another. It holds for the whole
 * record, whichever fields rollups name, so that a new rollup never makes old records unreadable.
 *
 * <p>Stricter than Avro's Java library where that would change numbers in silence: it reads
 * microseconds as milliseconds and a decimal of one scale as one of another. As lenient as Avro
 * where only some values would fail: a branch of a union that the reader lacks.
 */
final class WriterCompatibility {

  private final Set<Action> seen = Collections.newSetFromMap(new IdentityHashMap<>());

  private WriterCompatibility() {}

  /** Why the writer's records can't be read, in one clause; null when they can. */
  static @Nullable String obstacle(Schema writer, Schema reader) {
    if (!namesAgree(writer, reader)) {
      return "it is " + writer.getFullName() + ", which the source's schema doesn't name as alias";
    }
    try {
      return new WriterCompatibility().obstacle(Resolver.resolve(writer, reader));
    } catch (AvroRuntimeException e) {
      return "Avro can't resolve it (" + e.getMessage() + ")";
    }
  }

  private static boolean namesAgree(Schema writer, Schema reader) {
    return writer.getName().equals(reader.getName())
        || reader.getAliases().contains(writer.getFullName());
  }

  private @Nullable String obstacle(Action action) {
    if (action instanceof Resolver.ErrorAction error) {
      return error.toString();
    }
    if (action instanceof Resolver.Skip || !seen.add(action)) {
      return null;
    }
    if (action instanceof Resolver.RecordAdjust record) {
      return inAny(record.fieldActions);
    }
    if (action instanceof Resolver.Container container) {
      return obstacle(container.elementAction);
    }
    if (action instanceof Resolver.ReaderUnion union) {
      return obstacle(union.actualAction);
    }
    if (action instanceof Resolver.WriterUnion union) {
      return inBranches(union.actions);
    }
    return changedMeaning(action.writer, action.reader);
  }

  private @Nullable String inAny(Action[] actions) {
    for (Action action : actions) {
      String obstacle = obstacle(action);
      if (obstacle != null) {
        return obstacle;
      }
    }
    return null;
  }

  /** A branch that can't be read is no obstacle as long as another one can. */
  private @Nullable String inBranches(Action[] branches) {
    String unreadable = null;
    int readable = 0;
    for (Action branch : branches) {
      String obstacle = obstacle(branch);
      if (obstacle == null) {
        readable++;
      } else if (!(branch instanceof Resolver.ErrorAction)) {
        return obstacle;
      } else {
        unreadable = obstacle;
      }
    }
    return readable == 0 ? unreadable : null;
  }

  private static @Nullable String changedMeaning(Schema writer, Schema reader) {
    LogicalType written = writer.getLogicalType();
    LogicalType read = reader.getLogicalType();
    if (read instanceof LogicalTypes.Decimal decimal) {
      boolean same =
          written instanceof LogicalTypes.Decimal other && other.getScale() == decimal.getScale();
      return same ? null : differs("decimal of scale " + decimal.getScale());
    }
    if (read == null || written == null || read.getName().equals(written.getName())) {
      return null;
    }
    return differs(read.getName()) + ", but a " + written.getName();
  }

  private static String differs(String type) {
    return "what the source's schema reads as a " + type + " isn't one there";
  }
}
