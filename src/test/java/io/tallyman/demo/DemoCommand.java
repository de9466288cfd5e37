package io.tallyman.demo;

import io.tallyman.cluster.Ending;
import io.tallyman.cluster.Preflight;
import io.tallyman.cluster.ServerFailure;
import io.tallyman.demo.DemoOptions.Unusable;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/** {@code bin/demo}: reads the command line, runs the demo, and ends with its exit code. */
public final class DemoCommand {

  private static final int WRONG_USE = 2;

  private DemoCommand() {}

  /** Exits with 0 when every difference is 0, 1 when one isn't or something fails. */
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
    } catch (Exception e) {
      System.err.println("The demo fails, which is its own mistake:");
      e.printStackTrace();
    }
    ending.finish(code);
    System.exit(code);
  }

  private static int run(List<String> arguments, Ending ending, PrintStream out)
      throws Unusable, IOException, InterruptedException, java.sql.SQLException {
    if (arguments.contains("--help") || arguments.contains("-h")) {
      out.print(DemoOptions.USAGE);
      return 0;
    }
    Path home = Path.of(System.getProperty("tallyman.home", "")).toAbsolutePath();
    DemoOptions options = DemoOptions.parse(arguments, home);
    Preflight.requireMemory();
    ending.listenToSignals();
    return new Demo(home, options, ending, out).run();
  }
}
