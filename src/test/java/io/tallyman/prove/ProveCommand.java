package io.tallyman.prove;

import io.tallyman.cluster.Ending;
import io.tallyman.cluster.Folders;
import io.tallyman.cluster.Preflight;
import io.tallyman.cluster.RunFolder;
import io.tallyman.cluster.ServerFailure;
import io.tallyman.prove.ProveOptions.Unusable;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** {@code bin/prove}: reads the command line, carries the scenarios out, and reports. */
public final class ProveCommand {

  private static final int WRONG_USE = 2;
  private static final String JAR = "target/tallyman.jar";

  private final Path home;
  private final ProveOptions options;
  private final PrintStream out;

  private ProveCommand(Path home, ProveOptions options, PrintStream out) {
    this.home = home;
    this.options = options;
    this.out = out;
  }

  /** Exits with 0 when everything is exact, 1 when it isn't, 2 when it can't be tried. */
  public static void main(String[] arguments) {
    Ending ending = new Ending();
    int code = 1;
    try {
      code = run(List.of(arguments), ending, System.out);
    } catch (Unusable e) {
      System.err.println(e.getMessage());
      code = WRONG_USE;
    } catch (ServerFailure e) {
      System.err.println(e.getMessage());
    } catch (Patience.Stopped e) {
      System.err.println("Ended before anything was proven.");
      code = Ending.INTERRUPTED;
    } catch (Exception e) {
      System.err.println("The proof fails, which is its own mistake:");
      e.printStackTrace();
    }
    ending.finish(code);
    System.exit(code);
  }

  private static int run(List<String> arguments, Ending ending, PrintStream out)
      throws Unusable, IOException, InterruptedException, SQLException {
    if (arguments.contains("--help") || arguments.contains("-h")) {
      out.print(ProveOptions.USAGE);
      return 0;
    }
    if (arguments.contains("--list")) {
      out.print(Scenario.list());
      return 0;
    }
    Path home = Path.of(System.getProperty("tallyman.home", "")).toAbsolutePath();
    ProveCommand command = new ProveCommand(home, ProveOptions.parse(arguments), out);
    Path data = command.requireMeans();
    ending.listenToSignals();
    return command.prove(data, new Patience(ending, System::nanoTime));
  }

  /** The data set; throws where something is missing without which nothing can be proven. */
  private Path requireMeans() throws Unusable, InterruptedException {
    if (!Files.isReadable(home.resolve(JAR))) {
      throw new Unusable(home.resolve(JAR) + " is missing: run mvn package first.");
    }
    if (!Recount.isPossible()) {
      throw new Unusable("There is no python3 here, which makes the recount: install Python 3.8.");
    }
    Preflight.requireMemory();
    return DataSet.find(home)
        .orElseThrow(
            () ->
                new Unusable(
                    "The data set isn't here: set %s to the folder that has online-retail/online-retail.csv.gz (examples/online-retail/README.md says what it is)."
                        .formatted(DataSet.PLACE)));
  }

  private int prove(Path gzipped, Patience patience)
      throws IOException, InterruptedException, SQLException {
    try (RunFolder folder = RunFolder.create("prove", home, options.keep())) {
      DataSet data =
          DataSet.head(gzipped, options.lines(), folder.path().resolve("online-retail.csv"));
      Proof.Means means = new Proof.Means(home, home.resolve(JAR), data, options.rate());
      Journal journal = new Journal(out, System::nanoTime);
      Proof proof = new Proof(means, patience, journal);
      List<Verdict> verdicts = new ArrayList<>();
      for (Scenario scenario : options.scenarios()) {
        verdicts.add(carryOut(proof, scenario, folder));
      }
      return report(new Report(verdicts));
    }
  }

  private Verdict carryOut(Proof proof, Scenario scenario, RunFolder folder)
      throws IOException, InterruptedException, SQLException {
    Path stage = folder.path().resolve(scenario.label());
    Verdict verdict = proof.carryOut(scenario.plan(options.seed()), Files.createDirectories(stage));
    if (!folder.isKept()) {
      Folders.delete(stage);
    }
    return verdict;
  }

  private int report(Report report) throws IOException {
    out.println();
    report.table().forEach(out::println);
    if (!report.isExact() && options.keep().isEmpty()) {
      out.println("To look into it, run it again with --keep DIR: data and logs stay there.");
    }
    if (options.json().isPresent()) {
      report.writeTo(options.json().get());
    }
    return report.isExact() ? 0 : 1;
  }
}
