package io.tallyman.mutants;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** That every mutant still fits the sources and names tests that are there. */
final class MutantsTest {

  private static final Path HOME = Path.of("").toAbsolutePath();

  /** The promises of docs/architecture.md, by number. */
  private static final int PROMISES = 11;

  /** Of the lines of the ledger's issue, those that say how it counts exactly once. */
  private static final int LINES = 4;

  @Test
  void shouldFitTheSourcesAndCompile() throws Exception {
    try (SourceCopy copy = SourceCopy.of(HOME)) {
      for (Mutant mutant : Mutant.all(HOME.resolve("ops/mutants"))) {
        assertThatCode(() -> copy.compile(mutant, System.getProperty("java.class.path")))
            .as(mutant.name())
            .doesNotThrowAnyException();
      }
    }
  }

  @Test
  void shouldNameTestsThatAreThere() throws Exception {
    List<Mutant> mutants = Mutant.all(HOME.resolve("ops/mutants"));
    for (Mutant mutant : mutants) {
      assertThat(mutant.tests()).as(mutant.name()).isNotEmpty();
      for (String test : mutant.tests()) {
        String[] named = test.split("#", 2);
        Class<?> type = Class.forName(named[0]);
        assertThat(named.length == 1 || has(type, named[1])).as(test).isTrue();
      }
    }
  }

  /**
   * Of promise 5 there is the ledger's part, which every flush stands on: nothing fills gaps beside
   * the live flow yet, nor retries dead letters. Of promises 1 and 6, nothing looks for repeats
   * yet.
   */
  @Test
  void shouldAttackEveryPromiseAndWithBackfillRetryAndRepeatsToComeWhatThereIsOfThem()
      throws Exception {
    assertThat(numbers(Mutant::promises)).containsExactlyElementsOf(upTo(PROMISES));
  }

  @Test
  void shouldAttackEveryLineThatSaysHowToCountExactlyOnce() throws Exception {
    assertThat(numbers(Mutant::lines)).containsAll(upTo(LINES));
  }

  @Test
  void shouldHaveTheSimulatorFindTwelveAndSayWhyItPassesOverTheOthers() throws Exception {
    List<Mutant> mutants = Mutant.all(HOME.resolve("ops/mutants"));

    assertThat(mutants).filteredOn(Mutant::isFoundBySimulator).hasSizeGreaterThanOrEqualTo(12);
  }

  private static Set<Integer> numbers(Function<Mutant, Set<Integer>> named) throws Exception {
    return Mutant.all(HOME.resolve("ops/mutants")).stream()
        .flatMap(mutant -> named.apply(mutant).stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static List<Integer> upTo(int last) {
    return IntStream.rangeClosed(1, last).boxed().toList();
  }

  private static boolean has(Class<?> type, String method) {
    for (Class<?> each = type; each != null; each = each.getSuperclass()) {
      if (Arrays.stream(each.getDeclaredMethods())
          .map(MutantsTest::selector)
          .anyMatch(method::equals)) {
        return true;
      }
    }
    return false;
  }

  /** As JUnit wants a method named: with the types of its parameters, where it has any. */
  private static String selector(Method method) {
    String types =
        Stream.of(method.getParameterTypes()).map(Class::getName).collect(Collectors.joining(","));
    return types.isEmpty() ? method.getName() : method.getName() + "(" + types + ")";
  }
}
