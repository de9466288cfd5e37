package io.tallyman.admin;

import io.tallyman.access.Caller;
import io.tallyman.access.HttpProblem;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Serial;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one task under its own path. Dropwizard's servlet for all tasks answers 500 and logs an
 * error whatever a task throws; this one answers 400 with the sentence when the task refuses a
 * parameter, and 503 when brokers or database don't answer; the audit tells of both. What a task
 * says is plain text; what it couldn't do is a {@link HttpProblem}.
 */
final class OperatorTaskServlet extends HttpServlet {

  @Serial private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(OperatorTaskServlet.class);

  private final transient SignedTask task;
  private final transient AttemptNotes notes;

  OperatorTaskServlet(SignedTask task, AttemptNotes notes) {
    this.task = task;
    this.notes = notes;
  }

  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String caller = who(request);
    StringWriter answer = new StringWriter();
    Optional<HttpProblem> problem = run(request.getParameterMap(), caller, answer);
    if (problem.isPresent()) {
      HttpProblem refused = problem.get();
      notes.add(
          "operator at " + caller,
          "refused",
          "POST /tasks/" + task.getName(),
          refused.status() + ": " + refused.detail());
      refused.write(request, response);
      return;
    }
    response.setContentType("text/plain;charset=utf-8");
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("Cache-Control", "no-store");
    response.getWriter().write(answer.toString());
  }

  /** The address, and who it is where access control knows it. */
  private static String who(HttpServletRequest request) {
    return Caller.of(request)
        .filter(caller -> caller.means() != Caller.Means.UNASKED)
        .map(caller -> request.getRemoteAddr() + " (" + caller.description() + ")")
        .orElse(request.getRemoteAddr());
  }

  /** Empty when the task was carried out; else what it did before, and what it couldn't do. */
  private Optional<HttpProblem> run(
      Map<String, String[]> parameters, String caller, StringWriter answer) {
    PrintWriter output = new PrintWriter(answer);
    Map<String, List<String>> values =
        parameters.entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, each -> Arrays.asList(each.getValue())));
    try {
      task.execute(values, caller, output);
      LOG.info("task {}: {}", task.getName(), logged(answer.toString()));
      return Optional.empty();
    } catch (Refused refused) {
      return problem(HttpServletResponse.SC_BAD_REQUEST, answer.toString() + refused.getMessage());
    } catch (Unavailable unavailable) {
      LOG.warn("task {}: {}", task.getName(), unavailable.getMessage());
      return problem(
          HttpServletResponse.SC_SERVICE_UNAVAILABLE, answer.toString() + unavailable.getMessage());
    } catch (Exception failure) {
      LOG.error("task {} failed", task.getName(), failure);
      return problem(
          HttpServletResponse.SC_INTERNAL_SERVER_ERROR,
          answer.toString() + "the task " + task.getName() + " failed: " + failure);
    }
  }

  private String logged(String answer) {
    return task.logged(answer).strip().replace("\n", "; ");
  }

  private static Optional<HttpProblem> problem(int status, String detail) {
    return Optional.of(new HttpProblem(status, detail));
  }
}
