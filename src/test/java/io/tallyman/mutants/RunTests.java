package io.tallyman.mutants;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/**
 * Runs the tests of its command line, {@code Class#method} or {@code Class}, in this JVM. A line
 * {@code RED name} on standard output for each that fails.
 */
public final class RunTests {

  static final int GREEN = 0;
  static final int RED = 1;
  static final int NOTHING_RAN = 3;

  private RunTests() {}

  /** Exits with 0 when all passed, 1 when one failed, 3 when none ran. */
  public static void main(String[] tests) {
    SummaryGeneratingListener listener = new SummaryGeneratingListener();
    List<DiscoverySelector> selectors = Arrays.stream(tests).map(RunTests::selector).toList();
    Launcher launcher = LauncherFactory.create();
    launcher.execute(
        LauncherDiscoveryRequestBuilder.request().selectors(selectors).build(), listener);
    TestExecutionSummary summary = listener.getSummary();
    summary.getFailures().stream()
        .map(failure -> failure.getTestIdentifier().getDisplayName())
        .forEach(name -> System.out.println("RED " + name));
    summary.printFailuresTo(new PrintWriter(System.err, true, StandardCharsets.UTF_8), 5);
    System.exit(code(summary));
  }

  private static int code(TestExecutionSummary summary) {
    if (summary.getTotalFailureCount() > 0) {
      return RED;
    }
    return summary.getTestsSucceededCount() > 0 ? GREEN : NOTHING_RAN;
  }

  private static DiscoverySelector selector(String test) {
    return test.contains("#") ? selectMethod(test) : selectClass(test);
  }
}
