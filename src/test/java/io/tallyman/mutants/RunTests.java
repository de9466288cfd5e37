package io.tallyman.mutants;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import io.tallyman.cluster.ServerFailure;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/**
 * Runs the tests of its command line, {@code Class#method} or {@code Class}, in this JVM. A line on
 * standard output for each that fails: {@code RED name: message} where the test itself did, {@code
 * BROKEN name: message} where it had no chance to.
 */
public final class RunTests {

  static final int GREEN = 0;
  static final int RED = 1;
  static final int NOTHING_RAN = 3;
  static final int BROKEN = 4;

  /** What a failure comes from that says nothing of what is tested. */
  private static final List<Class<? extends Throwable>> NOT_THE_TESTS =
      List.of(VirtualMachineError.class, LinkageError.class, ServerFailure.class);

  private static final int MOST_SAID = 160;

  private RunTests() {}

  /**
   * Exits with 0 when all passed, 1 when tests failed, 3 when none ran; and with 4 when a test
   * couldn't run as it should: what comes before it failed, a server didn't start, the memory was
   * used up, or it never ended.
   */
  public static void main(String[] tests) {
    System.exit(run(List.of(tests), System.out, System.err));
  }

  static int run(List<String> tests, PrintStream out, PrintStream err) {
    SummaryGeneratingListener listener = new SummaryGeneratingListener();
    List<DiscoverySelector> selectors = tests.stream().map(RunTests::selector).toList();
    Launcher launcher = LauncherFactory.create();
    launcher.execute(
        LauncherDiscoveryRequestBuilder.request().selectors(selectors).build(), listener);
    TestExecutionSummary summary = listener.getSummary();
    for (TestExecutionSummary.Failure failure : summary.getFailures()) {
      out.printf(
          "%s %s: %s%n",
          isOfTheTest(failure) ? "RED" : "BROKEN",
          failure.getTestIdentifier().getDisplayName(),
          said(failure.getException()));
    }
    summary.printFailuresTo(new PrintWriter(err, true, StandardCharsets.UTF_8), 5);
    return code(summary);
  }

  private static int code(TestExecutionSummary summary) {
    if (!summary.getFailures().stream().allMatch(RunTests::isOfTheTest)) {
      return BROKEN;
    } else if (!summary.getFailures().isEmpty()) {
      return RED;
    }
    return summary.getTestsSucceededCount() > 0 ? GREEN : NOTHING_RAN;
  }

  private static boolean isOfTheTest(TestExecutionSummary.Failure failure) {
    boolean neverEnded =
        failure.getException() instanceof TimeoutException e
            && String.valueOf(e.getMessage()).contains(" timed out after ");
    if (neverEnded || !failure.getTestIdentifier().isTest()) {
      return false;
    }
    return Stream.iterate(failure.getException(), Objects::nonNull, Throwable::getCause)
        .noneMatch(each -> NOT_THE_TESTS.stream().anyMatch(type -> type.isInstance(each)));
  }

  /** The beginning of a message, on one line; an assertion's often says nothing on its first. */
  private static String said(Throwable failure) {
    String message = String.valueOf(failure.getMessage()).strip().replaceAll("\\s+", " ");
    String told =
        failure instanceof AssertionError
            ? message
            : failure.getClass().getSimpleName() + ": " + message;
    return told.length() <= MOST_SAID ? told : told.substring(0, MOST_SAID) + "…";
  }

  private static DiscoverySelector selector(String test) {
    return test.contains("#") ? selectMethod(test) : selectClass(test);
  }
}
