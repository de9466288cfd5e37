package io.tallyman.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallyman.simulate.kafka.GroupProtocol;
import java.util.stream.LongStream;
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

    Plan smallest =
        new Shrinking(each -> hasStall(each) && each.size().records() >= 7).smallest(plan);

    assertThat(smallest.faults()).singleElement().isInstanceOf(Fault.Stall.class);
    assertThat(smallest.size()).isEqualTo(new Plan.Size(1, 1, 1, 7));
    assertThat(smallest.protocol()).isEqualTo(GroupProtocol.CONSUMER);
    assertThat(smallest.seed()).isEqualTo(plan.seed());
  }

  @Test
  void shouldDrawTheSamePlanFromTheSameSeed() {
    assertThat(PlanDrawing.of(7)).isEqualTo(PlanDrawing.of(7)).isNotEqualTo(PlanDrawing.of(8));
    assertThat(LongStream.range(0, 200).mapToObj(seed -> PlanDrawing.of(seed).faults()).distinct())
        .hasSizeGreaterThan(150);
  }
}
