package io.tallyman.mutants;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** That every mutant still fits the sources and names tests that are there. */
final class MutantsTest {

  private static final Path HOME = Path.of("").toAbsolutePath();

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
    assertThat(mutants).hasSizeGreaterThanOrEqualTo(15);
    for (Mutant mutant : mutants) {
      assertThat(mutant.tests()).as(mutant.name()).isNotEmpty();
      for (String test : mutant.tests()) {
        String[] named = test.split("#", 2);
        Class<?> type = Class.forName(named[0]);
        assertThat(named.length == 1 || has(type, named[1])).as(test).isTrue();
      }
    }
  }

  private static boolean has(Class<?> type, String method) {
    for (Class<?> each = type; each != null; each = each.getSuperclass()) {
      if (Arrays.stream(each.getDeclaredMethods()).map(Method::getName).anyMatch(method::equals)) {
        return true;
      }
    }
    return false;
  }
}
