package io.tallyman.ctl;

import java.util.List;
import net.sourceforge.argparse4j.impl.Arguments;
import net.sourceforge.argparse4j.inf.Argument;
import net.sourceforge.argparse4j.inf.ArgumentParser;
import net.sourceforge.argparse4j.inf.Subparser;
import net.sourceforge.argparse4j.inf.Subparsers;

/** The arguments of ctl, as they are declared; {@link OrderReader} reads what was given. */
final class CtlArguments {

  /** Under which name the call's name is found. */
  static final String CALL = "call";

  /** The calls that ask and change nothing, beside the tasks. */
  static final List<String> ASKING = List.of("status", "fleet", "health", "audit", "await", "get");

  private CtlArguments() {}

  static void declare(ArgumentParser parser) {
    options(parser);
    Subparsers calls = parser.addSubparsers().title("calls").metavar("CALL");
    call(calls, "fleet", "all hosts side by side, and what is wrong where");
    call(calls, "status", "all that each host shows of itself");
    call(calls, "health", "the health checks of each host");
    call(calls, "audit", "the newest lines of the audit, of all hosts");
    await(calls);
    call(calls, "get", "any other page of the admin port, such as /metrics")
        .addArgument("path")
        .metavar("PATH");
    consumer(calls);
    rollup(calls);
    config(calls);
    logLevel(calls);
    positions(calls);
    repl(calls);
    call(calls, "completion", "the completion of these arguments, for a shell")
        .addArgument("shell")
        .choices("bash");
  }

  private static void await(Subparsers calls) {
    Subparser call = call(calls, "await", "waits until each host has its partitions and keeps up");
    call.addArgument("--within")
        .metavar("SECONDS")
        .type(Integer.class)
        .setDefault(120)
        .help("how long at most (120)");
    call.addArgument("--left")
        .metavar("NAME")
        .action(Arguments.append())
        .help("until somebody has those of this host too, which is gone; may be given again");
  }

  private static void consumer(Subparsers calls) {
    Subparser call = call(calls, "consumer", "holds a source back, lets it go on, restarts lanes");
    call.addArgument("action").choices("pause", "resume", "restart");
    call.addArgument("source").metavar("SOURCE");
    call.addArgument("--partition").metavar("N").help("one partition of it alone");
    lasting(call);
  }

  private static void rollup(Subparsers calls) {
    Subparser call = call(calls, "rollup", "leaves one rollup out, has it counted again");
    call.addArgument("action").choices("pause", "resume");
    call.addArgument("rollup").metavar("ROLLUP");
    lasting(call);
  }

  private static void config(Subparsers calls) {
    Subparser call = call(calls, "config", "sets, lists and reverts settings of running hosts");
    call.addArgument("action").choices("list", "set", "revert");
    call.addArgument("key").metavar("KEY").nargs("?").help("as in flush.interval");
    call.addArgument("value").metavar("VALUE").nargs("?");
    lasting(call);
  }

  private static void logLevel(Subparsers calls) {
    Subparser call = call(calls, "log-level", "sets, lists and reverts levels of loggers");
    call.addArgument("action").choices("list", "set", "revert");
    call.addArgument("logger").metavar("LOGGER").nargs("?").help("as in io.tallyman, or ROOT");
    call.addArgument("level").metavar("LEVEL").nargs("?");
    lasting(call);
  }

  private static void positions(Subparsers calls) {
    Subparser call = call(calls, "positions", "moves positions after a loss: first shows the plan");
    call.addArgument("action").choices("skip", "reset");
    call.addArgument("source").metavar("SOURCE");
    call.addArgument("--to").metavar("WHERE").help("as the host's answer names it");
    call.addArgument("--partition").metavar("N").help("one partition of it alone");
    call.addArgument("--token").metavar("TOKEN").help("carry out the plan that has it");
    call.addArgument("--reason").metavar("WORDS").help("why, for the audit");
  }

  private static void repl(Subparsers calls) {
    Subparser call = call(calls, "repl", "opens a Java shell inside of one host, and talks to it");
    call.addArgument("action")
        .choices("connect", "open", "close")
        .help("connect opens and connects in one step, on the host itself; or open, for later");
    call.addArgument("socket")
        .metavar("SOCKET")
        .nargs("?")
        .help("with connect: no new one, but that of this path, which open has answered");
    call.addArgument("--for").metavar("TIME").help("for how long, such as 10m");
    call.addArgument("--reason").metavar("WORDS").help("why, for the audit");
  }

  private static void lasting(Subparser call) {
    call.addArgument("--scope").choices("host", "fleet").help("for whom (host)");
    call.addArgument("--for").metavar("TIME").help("for how long, such as 30m");
    call.addArgument("--reason").metavar("WORDS").help("why, for the audit");
  }

  private static Subparser call(Subparsers calls, String name, String help) {
    Subparser call = calls.addParser(name);
    call.help(help);
    call.description(help);
    call.setDefault(CALL, name);
    options(call);
    return call;
  }

  /**
   * They may stand before the call's name and after it. None has a default: that of the one place
   * would replace what was given at the other.
   */
  private static void options(ArgumentParser parser) {
    absent(parser.addArgument("--env").metavar("NAME").help("the profile (local)"));
    absent(parser.addArgument("--profiles").metavar("FILE").help("the file of the profiles"));
    absent(
        parser
            .addArgument("--host")
            .metavar("NAME")
            .action(Arguments.append())
            .help("this host of the profile alone; may be given again"));
    flag(parser, "--all-hosts", "change every host of the profile, one after the other");
    flag(parser, "--json", "print one JSON document for programs");
    flag(parser, "--dry-run", "print the requests, send nothing");
    absent(
        parser
            .addArgument("--timeout")
            .metavar("SECONDS")
            .type(Integer.class)
            .help("how long an answer may take (10)"));
  }

  private static void flag(ArgumentParser parser, String name, String help) {
    absent(parser.addArgument(name).action(Arguments.storeTrue()).help(help));
  }

  private static void absent(Argument argument) {
    argument.setDefault(Arguments.SUPPRESS);
  }
}
