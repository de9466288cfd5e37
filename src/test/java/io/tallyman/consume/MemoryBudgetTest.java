package io.tallyman.consume;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class MemoryBudgetTest {

  @Test
  void shouldGoByTheLimitThatItHasNow() {
    AtomicLong limit = new AtomicLong(100);
    MemoryBudget budget = new MemoryBudget(limit::get);
    budget.take(60);
    assertThat(budget.isUsedUp()).isFalse();
    limit.set(60);
    assertThat(budget.isUsedUp()).isTrue();
  }

  @Test
  void shouldBeUsedUpAtItsLimitAndFreeAgainBelow() {
    MemoryBudget budget = new MemoryBudget(100);
    budget.take(99);
    assertThat(budget.isUsedUp()).isFalse();
    budget.take(1);
    assertThat(budget.isUsedUp()).isTrue();
    budget.take(-1);
    assertThat(budget.isUsedUp()).isFalse();
    assertThat(budget.used()).isEqualTo(99);
  }

  @Test
  void shouldKeepCountForManyLanes() throws InterruptedException {
    MemoryBudget budget = new MemoryBudget(100);
    List<Thread> lanes = new ArrayList<>();
    for (int lane = 0; lane < 4; lane++) {
      Thread thread =
          new Thread(
              () -> {
                for (int i = 0; i < 10_000; i++) {
                  budget.take(7);
                  budget.take(-7);
                }
              });
      thread.start();
      lanes.add(thread);
    }
    for (Thread lane : lanes) {
      lane.join();
    }

    assertThat(budget.used()).isZero();
  }
}
