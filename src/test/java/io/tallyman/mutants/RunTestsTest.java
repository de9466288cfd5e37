package io.tallyman.mutants;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** That only a test that fails for its own sake is red. */
final class RunTestsTest {

  private final ByteArrayOutputStream said = new ByteArrayOutputStream();

  private int run(String... specimens) {
    List<String> tests =
        Stream.of(specimens).map(each -> Specimens.class.getName() + "$" + each).toList();
    return RunTests.run(
        tests,
        new PrintStream(said, true, StandardCharsets.UTF_8),
        new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8));
  }

  @Test
  void shouldBeGreenWhereAllPass() {
    assertThat(run("Passing")).isEqualTo(RunTests.GREEN);
    assertThat(said.size()).isZero();
  }

  @Test
  void shouldSayThatNoneRan() {
    assertThat(run("Empty")).isEqualTo(RunTests.NOTHING_RAN);
  }

  @ParameterizedTest
  @CsvSource({
    "Wrong, RED shouldBeSeven(): [six] expected: 7 but was: 6",
    "Thrown, RED shouldNotThrow(): IllegalStateException: thrown by what is tested",
  })
  void shouldBeRedAndSayWhyWhereATestFails(String specimen, String line) {
    assertThat(run("Passing", specimen)).isEqualTo(RunTests.RED);
    assertThat(said.toString(StandardCharsets.UTF_8).lines()).containsExactly(line);
  }

  @Test
  void shouldBeRedWhereATestWaitedInVain() {
    assertThat(run("AwaitedInVain")).isEqualTo(RunTests.RED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"BrokenBefore", "OutOfMemory", "WithoutServer", "Endless"})
  void shouldNotBeRedWhereATestHadNoChance(String specimen) {
    assertThat(run(specimen)).isEqualTo(RunTests.BROKEN);
    assertThat(said.toString(StandardCharsets.UTF_8)).startsWith("BROKEN ");
  }

  @Test
  void shouldNotTakeARedTestForAnswerWhereAnotherHadNoChance() {
    assertThat(run("Wrong", "WithoutServer")).isEqualTo(RunTests.BROKEN);
  }
}
