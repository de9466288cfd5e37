package io.tallyman.ctl;

import io.tallyman.access.RequestSigner;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import net.sourceforge.argparse4j.inf.ArgumentParser;
import net.sourceforge.argparse4j.inf.Namespace;

/**
 * Asks and steers the hosts of an environment over their admin ports. Answers go to the one stream,
 * what went wrong to the other.
 */
public final class Ctl {

  private static final Duration CONNECTING = Duration.ofSeconds(3);

  private final Map<String, String> environment;
  private final Clock clock;
  private final InputStream in;
  private final PrintStream out;
  private final PrintStream err;

  /**
   * @param environment the variables of the process: where the profiles are, and secrets
   * @param clock when requests are signed
   * @param in what is typed into a REPL
   */
  public Ctl(
      Map<String, String> environment,
      Clock clock,
      InputStream in,
      PrintStream out,
      PrintStream err) {
    this.environment = Map.copyOf(environment);
    this.clock = clock;
    this.in = in;
    this.out = out;
    this.err = err;
  }

  /** Declares the arguments. */
  public static void declare(ArgumentParser parser) {
    CtlArguments.declare(parser);
  }

  /**
   * Refuses a call's name that was cut short: the parser takes any beginning of a name for it.
   *
   * @param words what was typed
   * @throws CtlFailure when the name isn't among them
   */
  public static void requireWholeName(Namespace arguments, List<String> words) throws CtlFailure {
    String call = arguments.getString(CtlArguments.CALL);
    if (!words.contains(call)) {
      throw new CtlFailure(
          ExitCode.USAGE, "the name of a call isn't cut short; did you mean " + call + "?");
    }
  }

  /**
   * The socket of the REPL that somebody wants to talk to and has opened before: then nothing is
   * sent, and whoever calls this connects. Empty with all other calls.
   *
   * @throws CtlFailure when options are given that would mean nothing then
   */
  public static Optional<String> socket(Namespace arguments) throws CtlFailure {
    boolean connects = OrderReader.isTalk(arguments);
    Optional<String> socket =
        connects ? Optional.ofNullable(arguments.getString("socket")) : Optional.empty();
    if (socket.isPresent()) {
      OrderReader.refuseWhatNeedsAHost(arguments);
    }
    return socket;
  }

  /**
   * Does what the arguments say.
   *
   * @throws CtlFailure when it wasn't done on every host, or one isn't well
   */
  public void run(Namespace arguments) throws CtlFailure {
    if ("completion".equals(arguments.getString(CtlArguments.CALL))) {
      out.print(completion());
      return;
    }
    Order order = OrderReader.order(arguments);
    Optional<SettlingHosts.Patience> patience = OrderReader.patience(arguments);
    Order.Options options = order.options();
    Profile profile =
        new ProfileFile(
                options.profiles().orElseGet(() -> ProfileFile.usual(environment)), environment)
            .profile(options.environment());
    List<HostAddress> hosts = order.hosts(profile);
    Sender sender = sender(profile, options.timeout());
    Report report = new Report(order, out, err, width());
    if (options.dryRun()) {
      boolean one = order.call().reach() == Call.Reach.ANY;
      List<HostAddress> shown = one ? hosts.subList(0, 1) : hosts;
      report.wouldSend(shown.stream().map(host -> sender.prepared(order.call(), host)).toList());
      return;
    }
    if (patience.isPresent()) {
      await(new SettlingHosts(report, sender, clock), order.call(), hosts, patience.get());
    } else {
      show(report, order, answers(order.call(), hosts, sender));
    }
  }

  private static void await(
      SettlingHosts settling, Call call, List<HostAddress> hosts, SettlingHosts.Patience patience)
      throws CtlFailure {
    ExitCode code = settling.await(call, hosts, patience);
    if (code != ExitCode.DONE) {
      throw new CtlFailure(code, "");
    }
  }

  private void show(Report report, Order order, List<Answer> answers) throws CtlFailure {
    boolean talks = order.view() == Order.View.REPL;
    if (talks && new ReplVisit(in, out).isPaid(answers.get(0))) {
      return;
    }
    ExitCode code = report.of(answers);
    if (code != ExitCode.DONE) {
      throw new CtlFailure(code, "");
    }
    if (talks) {
      throw new CtlFailure(
          ExitCode.UNAVAILABLE,
          "the REPL of "
              + answers.get(0).host().name()
              + " can't be entered from here; type what it says on that host, as the user of the"
              + " service, or end it by ctl repl close");
    }
  }

  private static List<Answer> answers(Call call, List<HostAddress> hosts, Sender sender) {
    return switch (call.reach()) {
      case EACH -> sender.toEach(call, hosts);
      case NAMED -> hosts.stream().map(host -> sender.to(call, host)).toList();
      case ANY -> untilOneHasIt(call, hosts, sender);
    };
  }

  /**
   * Goes on to the next host only where the one before certainly never got the request, or where it
   * may be sent again.
   */
  private static List<Answer> untilOneHasIt(Call call, List<HostAddress> hosts, Sender sender) {
    List<Answer> answers = new ArrayList<>();
    for (HostAddress host : hosts) {
      Answer answer = sender.to(call, host);
      answers.add(answer);
      if (!(answer instanceof Answer.Missing missing && (missing.unsent() || call.reads()))) {
        return answers.subList(answers.size() - 1, answers.size());
      }
    }
    return answers;
  }

  private Sender sender(Profile profile, Duration timeout) throws CtlFailure {
    HttpClient.Builder http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECTING);
    if (profile.trust().isPresent()) {
      http.sslContext(TrustedCertificates.of(profile.trust().get()));
    }
    return new Sender(
        http.build(), profile.key().map(key -> new RequestSigner(key, clock)), timeout);
  }

  /** As {@code bin/ctl} has found it out: Java can't. */
  private int width() {
    String columns = environment.getOrDefault("COLUMNS", "");
    return columns.matches("[0-9]{1,4}") ? Integer.parseInt(columns) : Integer.MAX_VALUE;
  }

  private static String completion() {
    try (InputStream file =
        Objects.requireNonNull(Ctl.class.getResourceAsStream("completion.bash"))) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException("the jar is broken", e);
    }
  }
}
