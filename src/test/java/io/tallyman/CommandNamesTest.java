package io.tallyman;

import static org.assertj.core.api.Assertions.assertThat;

import io.dropwizard.core.cli.Command;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class CommandNamesTest {

  private static final List<Command> COMMANDS =
      List.of(new ServeCommand(new TallymanApplication()), new CheckCommand());

  private static Optional<String> refusal(String... words) {
    return CommandNames.refusal(List.of(words), COMMANDS);
  }

  @Test
  void shouldRefuseTheBeginningOfACommandsName() {
    assertThat(refusal("serve", "config.yml"))
        .hasValue(
            "there is no command 'serve'; did you mean server? the commands are server, check");
    assertThat(refusal("c")).hasValue("there is no command 'c'; the commands are server, check");
  }

  @Test
  void shouldTakeWholeNamesAndLeaveTheRestToTheParser() {
    assertThat(refusal("server", "config.yml")).isEmpty();
    assertThat(refusal("--help")).isEmpty();
    assertThat(refusal()).isEmpty();
  }
}
