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
import org.junit.jupiter.params.provider.ValueSource;

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

  @ParameterizedTest
  @ValueSource(
      strings = {
        "while (true) {}",
        "long n = 0; do { n++; } while (n != -1);",
        "for (;;) try { Thread.sleep(1); } catch (Exception e) { out.print('.'); }",
        "long f(int n) { return n < 2 ? 1 : f(n - 1) + f(n - 2); } f(90)",
        "Stream.iterate(1, i -> i + 1).forEach(i -> {})",
        "int i = 0; while (true) switch (i) { case 0: i = 1; continue; default: i = 0; }",
      })
  void shouldStopALineThatGoesOnForEver(String line) throws Exception {
    assertThat(stopped(line)).contains("SnippetStopped: the line was stopped");
    assertThat(shell.answer("6 * 7").text()).endsWith(" ==> 42\n");
  }

  private static String stopped(String line) throws Exception {
    ExecutorService session = Executors.newSingleThreadExecutor();
    try {
      Future<Shell.Answer> running = session.submit(() -> shell.answer(line));
      await()
          .atMost(Duration.ofSeconds(60))
          .pollInterval(Duration.ofMillis(100))
          .until(
              () -> {
                shell.stop();
                return running.isDone();
              });
      return running.get().text();
    } finally {
      session.shutdownNow();
    }
  }

  /** The service may call what a snippet has handed to it, and must not end by that. */
  @Test
  void shouldStopNoThreadButItsOwn() {
    SnippetLoader loader = new SnippetLoader(List.of(), System.out);

    loader.stop(new Thread(() -> {}));
    loader.check();
    loader.stop(Thread.currentThread());
    assertThatThrownBy(loader::check).isInstanceOf(SnippetStopped.class);
    loader.goOn();
    loader.check();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "class A { final int a; A(int x) { this(x, 1); } A(int x, int y) { a = x + y; } }"
            + " new A(2).a | 3",
        "class B { static int b; static { for (int i = 0; i < 5; i++) b += i; } } B.b | 10",
        "record P(int x) { public P { if (x < 0) throw new IllegalArgumentException(); } } new"
            + " P(7).x() | 7",
        "interface C { default int c() { int s = 0; for (int i : new int[] {1, 2}) s += i;"
            + " return s; } } new C() {}.c() | 3",
        "int g(String s) { try { while (true) { switch (s) { case \"a\": return 1; default: s ="
            + " \"a\"; } } } finally { out.flush(); } } g(\"b\") | 1",
        "IntStream.range(0, 9).mapToObj(i -> (java.util.function.IntSupplier) () -> i * i)"
            + ".mapToInt(s -> s.getAsInt()).sum() | 204",
        "enum E { X { int e() { return 4; } }; abstract int e(); } E.X.e() | 4",
      })
  void shouldRunEveryKindOfCodeWithItsChecks(String line, String value) {
    assertThat(shell.answer(line).text()).endsWith(" ==> " + value + "\n");
  }

  @Test
  void shouldShowWhereAnExceptionComesFrom() {
    String text =
        shell
            .answer(
                "try { List.of(1).get(5); } catch (RuntimeException e) {"
                    + " throw new IllegalStateException(e); }")
            .text();

    assertThat(text)
        .startsWith("java.lang.IllegalStateException: java.lang.IndexOutOfBounds")
        .contains("\n    at java.base/java.util.ImmutableCollections")
        .contains("\ncaused by java.lang.IndexOutOfBoundsException: Index");
    assertThat(text.lines().count()).isLessThan(60);
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
