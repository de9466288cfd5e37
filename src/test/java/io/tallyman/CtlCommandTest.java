package io.tallyman;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.tallyman.ctl.Ctl;
import io.tallyman.ctl.CtlFailure;
import io.tallyman.ctl.ExitCode;
import java.io.IOException;
import java.util.List;
import net.sourceforge.argparse4j.ArgumentParsers;
import net.sourceforge.argparse4j.inf.ArgumentParser;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;
import org.junit.jupiter.api.Test;

/** What the process ends with, below the parser that Dropwizard makes. */
class CtlCommandTest {

  private static ArgumentParser parser() {
    ArgumentParser parser = ArgumentParsers.newFor("java -jar tallyman.jar").addHelp(false).build();
    Subparser ctl = parser.addSubparsers().addParser("ctl", false);
    new CtlCommand(List.of()).configure(ctl);
    parser.addSubparsers().addParser("check", false).addArgument("file");
    return parser;
  }

  private static int exitCode(String... arguments) {
    return CtlCommand.exitCode(catchThrowable(() -> parser().parseArgs(arguments)));
  }

  @Test
  void shouldEndWithTwoWhereTheArgumentsOfCtlDoNotFitAndAsEverElsewhere() {
    assertThat(exitCode("ctl")).isEqualTo(2);
    assertThat(exitCode("ctl", "paws")).isEqualTo(2);
    assertThat(exitCode("ctl", "consumer", "stop", "tracking")).isEqualTo(2);
    assertThat(exitCode("check")).isEqualTo(1);
    assertThat(exitCode("paws")).isEqualTo(1);
    assertThat(CtlCommand.exitCode(new IOException("broken"))).isEqualTo(1);
  }

  @Test
  void shouldEndWithTheCodeOfTheFailure() {
    for (ExitCode code : ExitCode.values()) {
      assertThat(CtlCommand.exitCode(new CtlFailure(code, ""))).isEqualTo(code.number());
    }
  }

  @Test
  void shouldSendNothingWhereTheSocketOfAReplIsNamed() throws Exception {
    Namespace with = parser().parseArgs(new String[] {"ctl", "repl", "connect", "/run/x.sock"});
    assertThat(Ctl.socket(with)).hasValue("/run/x.sock");
    for (String action : List.of("connect", "open")) {
      Namespace without = parser().parseArgs(new String[] {"ctl", "repl", action});
      assertThat(Ctl.socket(without)).isEmpty();
    }
  }

  @Test
  void shouldTakeTheNameOfACallWholeOnly() throws Exception {
    String[] cut = {"ctl", "consum", "pause", "tracking"};
    String[] whole = {"ctl", "consumer", "pause", "tracking"};

    assertThat(catchThrowable(() -> requireWholeName(cut)))
        .isInstanceOf(CtlFailure.class)
        .hasMessageContaining("did you mean consumer?");
    assertThat(catchThrowable(() -> requireWholeName(whole))).isNull();
  }

  private static void requireWholeName(String... words) throws Exception {
    Ctl.requireWholeName(parser().parseArgs(words), List.of(words));
  }
}
