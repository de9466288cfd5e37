package io.tallyman.ctl;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What somebody asks of ctl.
 *
 * @param call what is sent
 * @param view how the answers are shown to a person
 * @param options to whom, and how
 */
record Order(Call call, View view, Options options) {

  /** How answers are shown. */
  enum View {
    /** As each host words it. */
    WORDS,
    /** All hosts side by side. */
    FLEET,
    /** The health checks of all hosts in one table. */
    HEALTH,
    /** The audit as a table. */
    AUDIT,
    /** Not at all where it can be followed into the REPL that it tells of; else as it is worded. */
    REPL;

    /** Whether answers are words, and no documents. */
    boolean isOfWords() {
      return this == WORDS || this == REPL;
    }
  }

  /**
   * The options of every call.
   *
   * @param environment the name of the profile
   * @param profiles the file of the profiles; empty for the usual one
   * @param hosts those that are named; may be empty
   * @param allHosts whether a change goes to every host of the profile
   * @param json whether a program reads the answers
   * @param dryRun whether the requests are shown instead of sent
   * @param timeout how long an answer may take
   */
  record Options(
      String environment,
      Optional<Path> profiles,
      List<String> hosts,
      boolean allHosts,
      boolean json,
      boolean dryRun,
      Duration timeout) {

    Options {
      hosts = List.copyOf(hosts);
    }
  }

  /**
   * The hosts that it goes to, or may go to where one is enough.
   *
   * @throws CtlFailure when it isn't said which host is to be changed
   */
  List<HostAddress> hosts(Profile profile) throws CtlFailure {
    if (!options.hosts().isEmpty() && options.allHosts()) {
      throw CtlFailure.usage("--host and --all-hosts don't go together; give one of them");
    }
    List<HostAddress> hosts =
        options.hosts().isEmpty() ? profile.hosts() : profile.named(options.hosts());
    boolean all = options.allHosts() || call.reach() != Call.Reach.NAMED;
    if (options.hosts().isEmpty() && hosts.size() > 1 && !all) {
      throw CtlFailure.usage(
          "this changes one host, and the profile "
              + profile.name()
              + " has "
              + hosts.size()
              + ": name it by --host, or give --all-hosts, or --scope fleet where the call has it;"
              + " the hosts are "
              + profile.list());
    }
    if (view == View.REPL && (hosts.size() > 1 || options.json())) {
      throw CtlFailure.usage(
          "one talks to one host, and in words; name it by --host, or give repl open");
    }
    if ("restart".equals(call.parameters().get("action")) && hosts.size() > 1) {
      throw CtlFailure.usage(
          "a restart goes to one host after the other, or nobody would count; name one by --host");
    }
    return hosts;
  }
}
