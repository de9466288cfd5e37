package io.tallyman.mutants;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallyman.cluster.ServerFailure;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests that end in every way that a test can; only {@link RunTestsTest} runs them. */
@SuppressWarnings("DoNotCallSuggester") // nobody calls them, and throwing is their purpose
final class Specimens {

  private Specimens() {}

  static final class Passing {
    @Test
    void shouldPass() {}
  }

  static final class Empty {}

  static final class Wrong {
    @Test
    void shouldBeSeven() {
      assertThat(6).as("six").isEqualTo(7);
    }
  }

  static final class Thrown {
    @Test
    void shouldNotThrow() {
      throw new IllegalStateException("thrown\nby what is tested");
    }
  }

  static final class AwaitedInVain {
    @Test
    void shouldComeTrue() {
      Awaitility.await().atMost(Duration.ofMillis(200)).until(() -> false);
    }
  }

  static final class BrokenBefore {
    @BeforeAll
    static void prepare() {
      throw new IllegalStateException("no data");
    }

    @Test
    void shouldNeverBegin() {}
  }

  static final class OutOfMemory {
    @Test
    void shouldHaveRoom() {
      throw new IllegalStateException(new OutOfMemoryError("Java heap space"));
    }
  }

  static final class WithoutServer {
    @Test
    void shouldFindItsServer() {
      throw new ServerFailure("kafka-1 has ended");
    }
  }

  static final class Endless {
    @Test
    @Timeout(value = 200, unit = TimeUnit.MILLISECONDS)
    void shouldEnd() throws InterruptedException {
      new CountDownLatch(1).await();
    }
  }
}
