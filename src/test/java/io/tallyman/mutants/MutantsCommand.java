package io.tallyman.mutants;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/** {@code bin/mutants}: runs the mutants that it is told to, or all. */
public final class MutantsCommand {

  private static final int WRONG_USE = 2;
  private static final int MOST_SAID = 4;
  private static final String INDENT = " ".repeat(19);

  private static final String USAGE =
      """
      usage: bin/mutants [--simulator] [NAME...]
             bin/mutants --list

      Takes one mechanism at a time out of a copy of the sources, and runs the tests that are named
      for it: each must go red, which says that a test failed; one that couldn't even begin decides
      nothing. NAME is a mutant's, or the beginning of one; without any, all run.
        --simulator   lets the simulator's ten thousand schedules take the place of the named tests,
                      for those mutants that it finds
        --list        names them all, and says why the simulator passes over some
      Mutants are patches in ops/mutants. Exits with 0 when every mutant is red and the untouched
      sources are green, 1 when not, 2 when it is used wrongly.
      """;

  /** Plays ten thousand schedules. */
  private static final List<String> SCHEDULES =
      List.of("io.tallyman.simulate.SimulatorTest#shouldKeepEveryPromiseInTenThousandSchedules");

  private final Path home;
  private final String classPath;
  private final PrintStream out;
  private final ChildTests tests;

  private MutantsCommand(Path home, String classPath, PrintStream out) {
    this.home = home;
    this.classPath = classPath;
    this.out = out;
    this.tests = new ChildTests(home, classPath);
  }

  /** Exits as its usage says. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Path home = Path.of(System.getProperty("tallyman.home", "")).toAbsolutePath();
    System.exit(
        new MutantsCommand(home, System.getProperty("java.class.path"), System.out)
            .run(List.of(arguments)));
  }

  private int run(List<String> arguments) throws IOException, InterruptedException {
    if (arguments.contains("--help") || arguments.contains("-h")) {
      out.print(USAGE);
      return 0;
    }
    List<Mutant> all = Mutant.all(home.resolve("ops/mutants"));
    if (arguments.equals(List.of("--list"))) {
      all.forEach(this::list);
      return 0;
    }
    boolean simulated = arguments.contains("--simulator");
    List<String> names = arguments.stream().filter(each -> !each.equals("--simulator")).toList();
    List<Mutant> chosen =
        all.stream()
            .filter(each -> !simulated || each.isFoundBySimulator())
            .filter(each -> names.isEmpty() || names.stream().anyMatch(each.name()::startsWith))
            .toList();
    for (String name : names) {
      if (chosen.stream().noneMatch(each -> each.name().startsWith(name))) {
        System.err.println(
            "There is no mutant '"
                + name
                + (simulated ? "' that the simulator finds" : "'")
                + "; see bin/mutants --list");
        return WRONG_USE;
      }
    }
    return judge(chosen, simulated ? mutant -> SCHEDULES : Mutant::tests);
  }

  private void list(Mutant mutant) {
    out.printf("%-52s %s%n", mutant.name(), mutant.title());
    if (mutant.simulator() instanceof Mutant.Simulator.Passes passes) {
      out.printf("%-52s the simulator passes: %s%n", "", passes.why());
    }
  }

  private int judge(List<Mutant> mutants, Function<Mutant, List<String>> tests)
      throws IOException, InterruptedException {
    Path logs = Files.createDirectories(home.resolve("target/mutants"));
    List<String> named =
        mutants.stream().flatMap(each -> tests.apply(each).stream()).distinct().sorted().toList();
    if (!untouchedIsGreen(named, logs)) {
      return 1;
    }
    int survivors = 0;
    try (SourceCopy copy = SourceCopy.of(home)) {
      for (Mutant mutant : mutants) {
        survivors += isRed(mutant, tests.apply(mutant), copy, logs) ? 0 : 1;
      }
    }
    out.printf(
        "%n%d mutants, %d red, %d not%n", mutants.size(), mutants.size() - survivors, survivors);
    return survivors == 0 ? 0 : 1;
  }

  private boolean untouchedIsGreen(List<String> named, Path logs)
      throws IOException, InterruptedException {
    long began = System.nanoTime();
    ChildTests.Result result = tests.run(named, List.of(), logs.resolve("untouched.log"));
    boolean green = result instanceof ChildTests.Result.Green;
    line(green ? "green" : "NOT GREEN", began, "untouched sources", said(result));
    return green;
  }

  private boolean isRed(Mutant mutant, List<String> named, SourceCopy copy, Path logs)
      throws IOException, InterruptedException {
    long began = System.nanoTime();
    Path log = logs.resolve(mutant.name() + ".log");
    ChildTests.Result result = tests.run(named, List.of(copy.compile(mutant, classPath)), log);
    line(verdict(result), began, mutant.name() + ": " + mutant.title(), said(result));
    return result instanceof ChildTests.Result.Red;
  }

  /** A mutant is red only where a test failed for its sake. */
  private static String verdict(ChildTests.Result result) {
    if (result instanceof ChildTests.Result.Red) {
      return "red";
    }
    return result instanceof ChildTests.Result.Green ? "SURVIVES" : "UNDECIDED";
  }

  private static List<String> said(ChildTests.Result result) {
    if (result instanceof ChildTests.Result.Red red) {
      return red.failed();
    } else if (result instanceof ChildTests.Result.Broken broken) {
      return broken.failed();
    }
    return result instanceof ChildTests.Result.Silent silent ? List.of(silent.why()) : List.of();
  }

  private void line(String verdict, long began, String what, List<String> said) {
    long seconds = Duration.ofNanos(System.nanoTime() - began).toSeconds();
    out.printf("%-9s %4d s  %s%n", verdict, seconds, what);
    said.stream().limit(MOST_SAID).forEach(each -> out.printf("%s%s%n", INDENT, each));
    if (said.size() > MOST_SAID) {
      out.printf("%sand %d more%n", INDENT, said.size() - MOST_SAID);
    }
  }
}
