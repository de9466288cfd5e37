package io.tallyman.consume;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.UnreleasedInstanceIdException;
import org.junit.jupiter.api.Test;

final class ConsumerTroubleTest {

  private final ConsumerTrouble trouble =
      new ConsumerTrouble(
          Map.of("group.id", "tallyman-fruit", "group.instance.id", "host-a-fruit-0"));

  @Test
  void shouldNameTheMemberThatIsStillCountedOn() {
    assertThat(trouble.explain(new UnreleasedInstanceIdException("in use")))
        .startsWith(
            "the brokers still count on an earlier member 'host-a-fruit-0' of group"
                + " 'tallyman-fruit'")
        .endsWith("two hosts have the same kafka.groupInstanceId: give each its own");
  }

  @Test
  void shouldNameTheMemberThatAnotherProcessBecame() {
    assertThat(trouble.explain(new FencedInstanceIdException("fenced")))
        .startsWith("another process has joined as member 'host-a-fruit-0'")
        .endsWith("give each its own");
  }

  @Test
  void shouldSayWhatHappenedInsideOfTheClient() {
    assertThat(
            trouble.explain(
                new KafkaException(
                    "Failed to construct kafka consumer",
                    new ConfigException("No resolvable bootstrap urls"))))
        .isEqualTo("No resolvable bootstrap urls");
    assertThat(trouble.explain(new IllegalStateException()))
        .isEqualTo("java.lang.IllegalStateException");
  }
}
