package io.tallyman.admin;

import io.tallyman.consume.TopicCheck;
import io.tallyman.rollup.StoreUnavailable;
import io.tallyman.store.ActionNote;
import io.tallyman.store.OperatorNote;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.List;
import java.util.function.Supplier;

/**
 * {@code POST /tasks/positions}: moves the positions of a source after a loss, for all hosts.
 * Without a token it changes nothing and answers with the plan and its token; with the token it
 * carries out that plan, or nothing if the plan would be another one by now.
 */
final class PositionsTask extends SignedTask {

  private final MovedPositions positions;
  private final Supplier<List<SourceTopic>> sources;
  private final String host;
  private final Clock clock;
  private final ShownPlans shown = new ShownPlans();

  /**
   * @param host the name of this host, for the audit
   */
  PositionsTask(
      MovedPositions positions, Supplier<List<SourceTopic>> sources, String host, Clock clock) {
    super("positions", MoveRequest.PARAMETERS);
    this.positions = positions;
    this.sources = sources;
    this.host = host;
    this.clock = clock;
  }

  @Override
  void execute(Parameters parameters, String caller, PrintWriter output) {
    MoveRequest request = MoveRequest.of(parameters, sources.get());
    TopicCheck.Answer.There topic = topic(request.source());
    try {
      if (request.token().isEmpty()) {
        show(request, topic, output);
      } else {
        carryOut(request, topic, caller, output);
      }
    } catch (StoreUnavailable e) {
      throw new Unavailable(String.valueOf(e.getMessage()), e);
    }
  }

  private TopicCheck.Answer.There topic(SourceTopic source) {
    TopicCheck.Answer answer;
    try {
      answer = positions.brokers().describe(source.source(), source.topic());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Unavailable("the service is being stopped; nothing was changed", e);
    }
    if (answer instanceof TopicCheck.Answer.There there) {
      return there;
    }
    String trouble = answer instanceof TopicCheck.Answer.Trouble it ? it.sentence() : "";
    throw new Unavailable(trouble + "; nothing was changed", null);
  }

  private void show(MoveRequest request, TopicCheck.Answer.There topic, PrintWriter output) {
    MovePlan plan =
        new MovePlanner(
                request,
                topic,
                positions.store().standing(request.source().source(), request.source().topic()))
            .plan();
    shown.add(plan);
    output.println("dry run: nothing was changed\n");
    output.println(MovePlanText.of(plan));
    output.println(
        "to do exactly this: action=%s source=%s to=%s token=%s"
            .formatted(
                request.action().code(), request.source().source(), plan.targets(), plan.token()));
  }

  private void carryOut(
      MoveRequest request, TopicCheck.Answer.There topic, String caller, PrintWriter output) {
    String token = request.token().orElseThrow();
    String who = "operator at " + caller + ", plan " + token;
    StringBuilder done = new StringBuilder();
    positions
        .store()
        .move(
            request.source().source(),
            request.source().topic(),
            new OperatorNote(who, audited(request, caller)),
            locked -> {
              MovePlan plan = new MovePlanner(request, topic, locked).plan();
              refuseAnother(plan, token);
              done.append(MovePlanText.of(plan));
              return plan.moves();
            });
    output.println("done, by the " + who + "\n");
    output.print(done);
  }

  private ActionNote audited(MoveRequest request, String caller) {
    return new ActionNote(
        clock.instant(),
        host,
        "operator at " + caller,
        "positions " + request.action().code(),
        request.reason(),
        SettingCall.requestId());
  }

  private void refuseAnother(MovePlan plan, String token) {
    if (!plan.token().equals(token)) {
      throw new Refused(
          "nothing was changed: the plan is not the one of token "
              + token
              + "\n"
              + shown.difference(token, plan)
              + "look at it again: send the call without token");
    }
  }
}
