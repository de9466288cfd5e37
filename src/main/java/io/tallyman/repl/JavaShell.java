package io.tallyman.repl;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import jdk.jshell.EvalException;
import jdk.jshell.JShell;
import jdk.jshell.JShellException;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.VarSnippet;
import jdk.jshell.spi.ExecutionControl;
import jdk.jshell.spi.ExecutionControlProvider;
import jdk.jshell.spi.ExecutionEnv;

/** JShell in this process; needs the module {@code jdk.jshell}, so it is made only with that. */
final class JavaShell implements Shell {

  private static final String ANSWERED = "answered";
  private static final int MOST_CHARACTERS = 64 * 1024;
  private static final int LONGEST_SNIPPET = 32 * 1024;
  private static final int MOST_CAUSES = 5;
  private static final int MOST_PLACES = 12;
  private static final List<String> IMPORTS =
      List.of(
          "import java.time.*;",
          "import java.util.*;",
          "import java.util.function.*;",
          "import java.util.stream.*;");

  /** Has JShell run snippets in this process. */
  private record Here(SnippetLoader loader) implements ExecutionControlProvider {

    @Override
    public String name() {
      return "here";
    }

    @Override
    public ExecutionControl generate(ExecutionEnv environment, Map<String, String> parameters) {
      return new SnippetControl(loader);
    }
  }

  private final JShell shell;
  private final BoundedOutput printed = new BoundedOutput(MOST_CHARACTERS);
  private final StringBuilder pending = new StringBuilder();

  /**
   * @param scope the variables that it begins with
   * @param classPath where the compiler finds the service's classes
   * @throws IllegalStateException when the compiler is missing, or doesn't find a binding's type
   */
  JavaShell(List<ReplBinding> scope, String classPath) {
    PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
    SnippetLoader loader = new SnippetLoader(scope, out);
    shell = JShell.builder().executionEngine(new Here(loader), Map.of()).build();
    try {
      shell.addToClasspath(classPath);
      IMPORTS.forEach(this::begin);
      loader.declarations().forEach(this::begin);
    } catch (IllegalStateException e) {
      shell.close();
      throw e;
    }
  }

  private void begin(String source) {
    StringBuilder said = new StringBuilder();
    String outcome = evaluate(source, said);
    if (!outcome.equals(ANSWERED)) {
      throw new IllegalStateException(
          "the shell can't begin with '" + source + "': " + outcome + "; " + said);
    }
  }

  @Override
  public Answer answer(String line) {
    pending.append(line).append('\n');
    if (pending.length() > LONGEST_SNIPPET) {
      pending.setLength(0);
      return new Answer(
          "that is longer than " + LONGEST_SNIPPET + " characters; begin anew\n",
          "rejected: it is too long",
          true);
    }
    StringBuilder said = new StringBuilder();
    String outcome = evaluateAll(said);
    String text = cut(printed.take()) + cut(said.toString());
    return new Answer(
        text.isEmpty() || text.endsWith("\n") ? text : text + "\n",
        pending.isEmpty() ? outcome : "waits for more",
        pending.isEmpty());
  }

  /** Takes what is complete out of what is pending, and runs it, up to the first that fails. */
  private String evaluateAll(StringBuilder said) {
    SourceCodeAnalysis analysis = shell.sourceCodeAnalysis();
    String outcome = ANSWERED;
    String rest = pending.toString();
    while (outcome.startsWith(ANSWERED) && !rest.isBlank()) {
      SourceCodeAnalysis.CompletionInfo next = analysis.analyzeCompletion(rest);
      if (next.completeness() == SourceCodeAnalysis.Completeness.EMPTY) {
        break;
      }
      if (!next.completeness().isComplete()) {
        pending.setLength(0);
        pending.append(rest);
        return outcome;
      }
      rest = next.remaining();
      outcome = evaluate(next.source(), said);
    }
    pending.setLength(0);
    return outcome;
  }

  private String evaluate(String source, StringBuilder said) {
    String outcome = ANSWERED;
    for (SnippetEvent event : shell.eval(source)) {
      JShellException exception = event.exception();
      if (event.causeSnippet() != null) {
        continue; // an earlier snippet, which this one has changed
      }
      if (event.status() == Snippet.Status.REJECTED) {
        String why = diagnostics(event.snippet());
        said.append(why).append('\n');
        outcome = "rejected: " + why;
      } else if (exception != null) {
        said.append(story(exception));
        outcome = "failed: " + kind(exception);
      } else if (lacksDeclarations(event)) {
        said.append("declared; what it names isn't yet\n");
        outcome = ANSWERED + ", and lacks declarations";
      } else if (event.value() != null && !event.value().isEmpty()) {
        said.append(name(event.snippet())).append(event.value()).append('\n');
      }
    }
    return outcome;
  }

  private static boolean lacksDeclarations(SnippetEvent event) {
    return event.status() == Snippet.Status.RECOVERABLE_DEFINED
        || event.status() == Snippet.Status.RECOVERABLE_NOT_DEFINED;
  }

  private String diagnostics(Snippet snippet) {
    return shell
        .diagnostics(snippet)
        .map(each -> each.getMessage(Locale.ROOT))
        .collect(Collectors.joining("\n"));
  }

  private static String kind(JShellException exception) {
    return exception instanceof EvalException thrown
        ? thrown.getExceptionClassName()
        : exception.getClass().getSimpleName();
  }

  /** The exception and what it comes from, with the places that matter of each. */
  private static String story(JShellException exception) {
    StringBuilder story = new StringBuilder();
    Throwable each = exception;
    for (int depth = 0; each instanceof JShellException thrown && depth < MOST_CAUSES; depth++) {
      story.append(depth == 0 ? "" : "caused by ").append(kind(thrown));
      story.append(thrown.getMessage() == null ? "" : ": " + thrown.getMessage()).append('\n');
      Arrays.stream(thrown.getStackTrace())
          .limit(MOST_PLACES)
          .forEach(place -> story.append("    at ").append(place).append('\n'));
      each = thrown.getCause();
    }
    return story.toString();
  }

  private static String name(Snippet snippet) {
    return snippet instanceof VarSnippet variable ? variable.name() + " ==> " : "";
  }

  private static String cut(String text) {
    return text.length() <= MOST_CHARACTERS
        ? text
        : text.substring(0, MOST_CHARACTERS)
            + "\n... and "
            + (text.length() - MOST_CHARACTERS)
            + " characters more, left out\n";
  }

  @Override
  public void stop() {
    shell.stop();
  }

  @Override
  public void close() {
    shell.close();
  }
}
