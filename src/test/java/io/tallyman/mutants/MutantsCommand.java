package io.tallyman.mutants;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** {@code bin/mutants}: runs the mutants that it is told to, or all. */
public final class MutantsCommand {

  private static final int WRONG_USE = 2;
  private static final int MOST_SAID = 4;
  private static final String INDENT = " ".repeat(19);

  private static final String USAGE =
      """
      usage: bin/mutants [NAME...]
             bin/mutants --list

      Takes one mechanism at a time out of a copy of the sources, and runs the tests that are named
      for it: each must go red, which says that a test failed; one that couldn't even begin decides
      nothing. NAME is a mutant's, or the beginning of one; without any, all run.
      Mutants are patches in ops/mutants. Exits with 0 when every mutant is red and the untouched
      sources are green, 1 when not, 2 when it is used wrongly.
      """;

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
      all.forEach(each -> out.printf("%-44s %s%n", each.name(), each.title()));
      return 0;
    }
    List<Mutant> chosen =
        all.stream()
            .filter(
                each -> arguments.isEmpty() || arguments.stream().anyMatch(each.name()::startsWith))
            .toList();
    for (String argument : arguments) {
      if (chosen.stream().noneMatch(each -> each.name().startsWith(argument))) {
        System.err.println("There is no mutant '" + argument + "'; see bin/mutants --list");
        return WRONG_USE;
      }
    }
    return judge(chosen);
  }

  private int judge(List<Mutant> mutants) throws IOException, InterruptedException {
    Path logs = Files.createDirectories(home.resolve("target/mutants"));
    if (!untouchedIsGreen(mutants, logs)) {
      return 1;
    }
    int survivors = 0;
    try (SourceCopy copy = SourceCopy.of(home)) {
      for (Mutant mutant : mutants) {
        survivors += isRed(mutant, copy, logs) ? 0 : 1;
      }
    }
    out.printf(
        "%n%d mutants, %d red, %d not%n", mutants.size(), mutants.size() - survivors, survivors);
    return survivors == 0 ? 0 : 1;
  }

  private boolean untouchedIsGreen(List<Mutant> mutants, Path logs)
      throws IOException, InterruptedException {
    List<String> named =
        mutants.stream().flatMap(mutant -> mutant.tests().stream()).distinct().sorted().toList();
    long began = System.nanoTime();
    ChildTests.Result result = tests.run(named, List.of(), logs.resolve("untouched.log"));
    boolean green = result instanceof ChildTests.Result.Green;
    line(green ? "green" : "NOT GREEN", began, "untouched sources", said(result));
    return green;
  }

  private boolean isRed(Mutant mutant, SourceCopy copy, Path logs)
      throws IOException, InterruptedException {
    long began = System.nanoTime();
    Path log = logs.resolve(mutant.name() + ".log");
    ChildTests.Result result =
        tests.run(mutant.tests(), List.of(copy.compile(mutant, classPath)), log);
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
