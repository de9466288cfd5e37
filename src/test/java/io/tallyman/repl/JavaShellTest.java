package io.tallyman.repl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Java in this process, with objects of this process in scope. */
@Timeout(120)
class JavaShellTest {

  private static final List<String> SEEN = new ArrayList<>();
  private static JavaShell shell;

  @BeforeAll
  static void open() {
    shell =
        new JavaShell(
            List.of(
                new ReplBinding("by", ReplOpener.class, new ReplOpener("ada", "why", "r-1")),
                new ReplBinding("seen", List.class, SEEN)),
            System.getProperty("java.class.path"));
  }

  @AfterAll
  static void close() {
    shell.close();
  }

  @Test
  void shouldReachTheObjectsThatItWasGiven() {
    assertThat(shell.answer("by.who()").text()).endsWith(" ==> \"ada\"\n");
    shell.answer("seen.add(\"by a snippet\")");

    assertThat(SEEN).contains("by a snippet");
  }

  @Test
  void shouldShowWhatIsPrintedAndWhatIsDeclared() {
    assertThat(shell.answer("out.println(\"printed\")").text()).isEqualTo("printed\n");
    assertThat(shell.answer("int a = 1; int b = a + 1;").text()).isEqualTo("a ==> 1\nb ==> 2\n");
    assertThat(shell.answer("").text()).isEmpty();
    assertThat(shell.answer("// nothing").outcome()).isEqualTo("answered");
  }

  @Test
  void shouldWaitForTheRestOfAStatement() {
    Shell.Answer begun = shell.answer("int twice(int x) {");
    assertThat(begun.complete()).isFalse();
    assertThat(begun.outcome()).isEqualTo("waits for more");

    assertThat(shell.answer("return 2 * x; }").complete()).isTrue();
    assertThat(shell.answer("twice(21)").text()).endsWith(" ==> 42\n");
  }

  @Test
  void shouldLeaveTheProcessAsItIs() {
    Thread.UncaughtExceptionHandler handler = Thread.getDefaultUncaughtExceptionHandler();
    ClassLoader loader = Thread.currentThread().getContextClassLoader();

    shell.answer("1 + 1");

    assertThat(Thread.getDefaultUncaughtExceptionHandler()).isSameAs(handler);
    assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(loader);
  }

  @Test
  void shouldTakeDeclarationsInAnyOrder() {
    assertThat(shell.answer("int half() { return whole() / 2; }").outcome())
        .isEqualTo("answered, and lacks declarations");
    shell.answer("int whole() { return 10; }");

    assertThat(shell.answer("half()").text()).endsWith(" ==> 5\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nothing.here() | rejected: | cannot find symbol",
        "int y = ; | rejected: | illegal start of expression",
        "throw new IllegalStateException(\"too late\") | failed: java.lang.IllegalStateException |"
            + " too late",
      })
  void shouldSayWhyALineFails(String line, String outcome, String text) {
    Shell.Answer answer = shell.answer(line);

    assertThat(answer.outcome()).startsWith(outcome);
    assertThat(answer.text()).contains(text);
    assertThat(answer.complete()).isTrue();
    assertThat(shell.answer("6 * 7").text()).endsWith(" ==> 42\n");
  }

  @ParameterizedTest
  @CsvSource({"'out.print(\"x\".repeat(1_000_000))'", "'\"x\".repeat(1_000_000)'"})
  void shouldBoundAnAnswer(String line) {
    assertThat(shell.answer(line).text()).hasSizeLessThan(2 * 64 * 1024).contains("left out");
  }

  @Test
  void shouldGiveUpAStatementThatNeverEnds() {
    Shell.Answer answer = shell.answer("{");
    for (int line = 0; line < 40 && !answer.complete(); line++) {
      answer = shell.answer("/* " + "x".repeat(1_000) + " */");
    }

    assertThat(answer.outcome()).isEqualTo("rejected: it is too long");
    assertThat(shell.answer("1 + 1").text()).endsWith(" ==> 2\n");
  }

  @Test
  void shouldInterruptALineThatWaitsForEver() throws Exception {
    ExecutorService session = Executors.newSingleThreadExecutor();
    try (JavaShell own = new JavaShell(List.of(), System.getProperty("java.class.path"))) {
      Future<Shell.Answer> running =
          session.submit(() -> own.answer("new java.util.concurrent.CountDownLatch(1).await()"));
      await()
          .atMost(Duration.ofSeconds(60))
          .pollInterval(Duration.ofMillis(200))
          .until(
              () -> {
                own.stop();
                return running.isDone();
              });
      assertThat(running.get().outcome()).isEqualTo("failed: java.lang.InterruptedException");
    } finally {
      session.shutdownNow();
    }
  }

  @Test
  void shouldSayWhatItCannotBeginWith() {
    ReplBinding hidden = new ReplBinding("hidden", Shell.class, new ScriptedShell());

    assertThatThrownBy(() -> new JavaShell(List.of(hidden), System.getProperty("java.class.path")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("the shell can't begin with")
        .hasMessageContaining("hidden");
  }
}
