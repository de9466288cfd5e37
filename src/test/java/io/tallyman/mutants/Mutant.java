package io.tallyman.mutants;

import static java.util.stream.Collectors.toSet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One mechanism, and the tests that miss it when it is gone.
 *
 * @param name the patch's file name without its ending
 * @param title what is taken out, in a few words
 * @param promises the promises of the design that stand on it, by number
 * @param lines the lines of the ledger's issue that asked for it, by number; most have one
 * @param tests the tests, {@code Class#method} or {@code Class}, full names
 * @param simulator whether the simulator finds it, and if not, why
 * @param patch the file, in git's form
 */
record Mutant(
    String name,
    String title,
    Set<Integer> promises,
    Set<Integer> lines,
    List<String> tests,
    Simulator simulator,
    Path patch) {

  /** Whether the simulator finds it. */
  sealed interface Simulator {

    /** Within the first ten thousand schedules. */
    record Finds() implements Simulator {}

    /** It can't, for a reason. */
    record Passes(String why) implements Simulator {}
  }

  private static final String PASSES = "passes, ";

  Mutant {
    promises = Set.copyOf(promises);
    lines = Set.copyOf(lines);
    tests = List.copyOf(tests);
  }

  /** All mutants of a folder, in the order of their names. */
  static List<Mutant> all(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      List<Mutant> mutants = new java.util.ArrayList<>();
      for (Path file : files.filter(each -> each.toString().endsWith(".patch")).sorted().toList()) {
        mutants.add(read(file));
      }
      return mutants;
    }
  }

  private static Mutant read(Path file) throws IOException {
    List<String> head =
        Files.readAllLines(file).stream().takeWhile(line -> !line.startsWith("diff ")).toList();
    String name = file.getFileName().toString();
    return new Mutant(
        name.substring(0, name.length() - ".patch".length()),
        one(head, "Title", file),
        numbers(one(head, "Promise", file)),
        values(head, "Line").stream().flatMap(line -> numbers(line).stream()).collect(toSet()),
        values(head, "Test"),
        simulator(one(head, "Simulator", file), file),
        file);
  }

  private static Simulator simulator(String said, Path file) {
    if (said.equals("finds")) {
      return new Simulator.Finds();
    } else if (said.startsWith(PASSES)) {
      return new Simulator.Passes(said.substring(PASSES.length()));
    }
    throw new IllegalArgumentException(
        file + " needs 'Simulator: finds' or 'Simulator: passes, WHY' at its head");
  }

  boolean isFoundBySimulator() {
    return simulator instanceof Simulator.Finds;
  }

  private static String one(List<String> head, String key, Path file) {
    List<String> values = values(head, key);
    if (values.size() != 1) {
      throw new IllegalArgumentException(file + " needs one line '" + key + ": ...' at its head");
    }
    return values.get(0);
  }

  /** What a list such as {@code 3, 10} names. */
  private static Set<Integer> numbers(String list) {
    return Stream.of(list.split(",")).map(each -> Integer.valueOf(each.strip())).collect(toSet());
  }

  private static List<String> values(List<String> head, String key) {
    return head.stream()
        .filter(line -> line.startsWith(key + ": "))
        .map(line -> line.substring(key.length() + 2).strip())
        .toList();
  }
}
