package io.tallyman.ctl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import net.sourceforge.argparse4j.ArgumentParsers;
import net.sourceforge.argparse4j.inf.ArgumentParser;
import net.sourceforge.argparse4j.inf.ArgumentParserException;

/**
 * One call of ctl, as the jar makes it.
 *
 * @param code what the process would end with
 * @param out what it said
 * @param err what it complained of
 */
record CtlRun(ExitCode code, String out, String err) {

  static CtlRun of(Map<String, String> environment, String... arguments) throws Exception {
    return typing("", environment, arguments);
  }

  /** With something on the standard input. */
  static CtlRun typing(String typed, Map<String, String> environment, String... arguments)
      throws Exception {
    ByteArrayInputStream in = new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    try (PrintStream said = new PrintStream(out, true, StandardCharsets.UTF_8);
        PrintStream complained = new PrintStream(err, true, StandardCharsets.UTF_8)) {
      ExitCode code = ExitCode.DONE;
      try {
        new Ctl(environment, Clock.systemUTC(), in, said, complained)
            .run(parser().parseArgs(arguments));
      } catch (CtlFailure failure) {
        code = failure.code();
        complained.print(failure.getMessage());
      } catch (ArgumentParserException failure) {
        code = ExitCode.USAGE;
        complained.print(failure.getMessage());
      }
      said.flush();
      complained.flush();
      return new CtlRun(
          code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
  }

  static ArgumentParser parser() {
    ArgumentParser parser = ArgumentParsers.newFor("ctl").build();
    Ctl.declare(parser);
    return parser;
  }

  JsonNode json() throws Exception {
    return new ObjectMapper().readTree(out);
  }
}
