package io.tallyman.admin;

import static io.tallyman.admin.Parameters.shown;

import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;

/** Where positions are to be moved, as the parameter {@code to} says. */
sealed interface MoveTarget {

  /** The first offset that there is to count. */
  record Start() implements MoveTarget {}

  /** Behind the last record. */
  record End() implements MoveTarget {}

  /**
   * These offsets, and no other partitions.
   *
   * @param offsets by partition number
   */
  record Offsets(Map<Integer, Long> offsets) implements MoveTarget {

    public Offsets {
      offsets = Map.copyOf(offsets);
    }
  }

  /** The target that the parameter {@code to} names, {@code start} where it is left out. */
  static MoveTarget of(Parameters parameters, SourceTopic source, OptionalInt partition) {
    String to = parameters.optional("to").orElse("start");
    if (to.equals("start")) {
      return new Start();
    } else if (to.equals("end")) {
      return new End();
    } else if (isOffset(to)) {
      int only =
          partition.orElseThrow(
              () ->
                  new Refused(
                      "to is the offset "
                          + to
                          + ", so partition must say of which partition; several are given as"
                          + " to=PARTITION:OFFSET,PARTITION:OFFSET"));
      return new Offsets(Map.of(only, Long.parseLong(to)));
    }
    return listed(to, source, partition);
  }

  private static Offsets listed(String to, SourceTopic source, OptionalInt partition) {
    Map<Integer, Long> offsets = new TreeMap<>();
    for (String pair : to.split(",", -1)) {
      String[] parts = pair.strip().split(":", -1);
      if (parts.length != 2 || !isOffset(parts[1])) {
        throw new Refused(
            "to is "
                + shown(to)
                + "; it is start, end, an offset of the one partition, or a list of"
                + " PARTITION:OFFSET with commas between them");
      }
      int number = source.partition("a partition in to", parts[0], "");
      if (offsets.put(number, Long.parseLong(parts[1])) != null) {
        throw new Refused("to names partition " + number + " twice; name it once");
      }
    }
    if (partition.isPresent() && !offsets.keySet().equals(java.util.Set.of(partition.getAsInt()))) {
      throw new Refused(
          "partition is "
              + partition.getAsInt()
              + ", but to names "
              + offsets.keySet()
              + "; leave partition out");
    }
    return new Offsets(offsets);
  }

  private static boolean isOffset(String text) {
    return text.matches("[0-9]{1,18}");
  }
}
