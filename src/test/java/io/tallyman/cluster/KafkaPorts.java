package io.tallyman.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The ports of a cluster, node by node.
 *
 * @param brokers where clients connect
 * @param controllers where the controllers talk to each other
 */
record KafkaPorts(List<Integer> brokers, List<Integer> controllers) {
  private static final String FILE = "kafka.ports";

  KafkaPorts {
    brokers = List.copyOf(brokers);
    controllers = List.copyOf(controllers);
  }

  /** The ports that the settings name, or those of the last time if they are free, or free ones. */
  static KafkaPorts choose(KafkaSettings settings) {
    int nodes = settings.nodes();
    FreePorts free = new FreePorts();
    if (!settings.ports().isEmpty()) {
      settings.ports().forEach(FreePorts::require);
      return new KafkaPorts(settings.ports(), free.pick(nodes, settings.ports()));
    }
    List<Integer> known = load(settings.folder());
    if (known.size() == 2 * nodes && known.stream().allMatch(FreePorts::isFree)) {
      return new KafkaPorts(known.subList(0, nodes), known.subList(nodes, 2 * nodes));
    }
    List<Integer> fresh = free.pick(2 * nodes, List.of());
    return new KafkaPorts(fresh.subList(0, nodes), fresh.subList(nodes, 2 * nodes));
  }

  private static List<Integer> load(Path folder) {
    try {
      return Files.readAllLines(folder.resolve(FILE)).stream().map(Integer::valueOf).toList();
    } catch (IOException | NumberFormatException e) {
      return List.of(); // none known, or cut short by a crash: others will do
    }
  }

  /** Keeps them for the next start. */
  void store(Path folder) {
    try {
      Files.write(folder.resolve(FILE), all().map(String::valueOf).toList());
    } catch (IOException e) {
      throw new ServerFailure("Cannot write " + folder.resolve(FILE), e);
    }
  }

  /** Whether a node has ended though its port is in use, which means by somebody else. */
  boolean anyTakenByOthers(List<KafkaNode> nodes) {
    List<Integer> lost = new ArrayList<>();
    for (int i = 0; i < nodes.size(); i++) {
      if (!nodes.get(i).isAlive()) {
        lost.add(brokers.get(i));
        lost.add(controllers.get(i));
      }
    }
    return lost.stream().anyMatch(port -> !FreePorts.isFree(port));
  }

  /** As {@code controller.quorum.voters} wants them. */
  String voters() {
    return IntStream.range(0, controllers.size())
        .mapToObj(i -> (i + 1) + "@127.0.0.1:" + controllers.get(i))
        .collect(Collectors.joining(","));
  }

  private Stream<Integer> all() {
    return Stream.concat(brokers.stream(), controllers.stream());
  }
}
