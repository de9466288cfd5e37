package io.tallyman.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class ShrinkingTest {

  private static boolean hasStall(Plan plan) {
    return plan.faults().stream().anyMatch(Fault.Stall.class::isInstance);
  }

  @Test
  void shouldLeaveOnlyWhatItTakesToFail() {
    Plan plan =
        LongStream.range(0, 1_000)
            .mapToObj(PlanDrawing::of)
            .filter(each -> each.faults().size() > 5 && hasStall(each))
            .findFirst()
            .orElseThrow();

    Violation failure = new Violation("stalls", "host 1 stalls");
    Plan smallest =
        Shrinking.smallest(
            plan,
            failure,
            each -> {
              if (each.size().records() < 7) {
                return new Violation("too few records", "another failure, that is easy to come by");
              }
              return hasStall(each) ? failure : null;
            });

    assertThat(smallest.faults()).singleElement().isInstanceOf(Fault.Stall.class);
    assertThat(smallest.size()).isEqualTo(new Plan.Size(1, 1, 1, 7));
    assertThat(smallest.group()).isEqualTo(Plan.Group.SIMPLEST);
    assertThat(smallest.seed()).isEqualTo(plan.seed());
  }

  @Test
  void shouldDrawTheSamePlanFromTheSameSeed() {
    assertThat(PlanDrawing.of(7)).isEqualTo(PlanDrawing.of(7)).isNotEqualTo(PlanDrawing.of(8));
    assertThat(LongStream.range(0, 200).mapToObj(seed -> PlanDrawing.of(seed).faults()).distinct())
        .hasSizeGreaterThan(150);
  }

  @Test
  void shouldDrawEveryKindOfFault() {
    Set<Class<?>> drawn =
        LongStream.range(0, 1_000)
            .boxed()
            .flatMap(seed -> PlanDrawing.of(seed).faults().stream())
            .map(Fault::getClass)
            .collect(Collectors.toSet());

    assertThat(drawn).isEqualTo(kinds(Fault.class).collect(Collectors.toSet()));
  }

  private static Stream<Class<?>> kinds(Class<?> type) {
    return type.isSealed()
        ? Stream.of(type.getPermittedSubclasses()).flatMap(ShrinkingTest::kinds)
        : Stream.of(type);
  }
}
