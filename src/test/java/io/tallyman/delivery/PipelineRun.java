package io.tallyman.delivery;

import groovy.lang.Binding;
import groovy.lang.Closure;
import groovy.lang.GroovyShell;
import groovy.lang.MissingPropertyException;
import groovy.lang.Script;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.codehaus.groovy.control.CompilerConfiguration;

/**
 * A Jenkinsfile, run as the Groovy that it is with every step replaced by one that only takes
 * notes. It proves that the file parses, that its blocks nest, and which commands its stages call;
 * it doesn't prove that Jenkins knows each step.
 */
final class PipelineRun {

  /**
   * A block or a step that was met.
   *
   * @param name its name: {@code stage}, {@code sh}, {@code agent}
   * @param argument its first argument, or nothing
   * @param within the names of the blocks that it is in, from the outside, each stage as its own
   *     name
   */
  record Met(String name, String argument, List<String> within) {

    Met {
      within = List.copyOf(within);
    }

    boolean isIn(String... blocks) {
      return within.containsAll(List.of(blocks));
    }
  }

  private final List<Met> all = new ArrayList<>();
  private final Deque<String> open = new ArrayDeque<>();

  private PipelineRun() {}

  static PipelineRun of(Path jenkinsfile) throws IOException {
    PipelineRun run = new PipelineRun();
    CompilerConfiguration compiler = new CompilerConfiguration();
    compiler.setScriptBaseClass(NotingScript.class.getName());
    Binding binding = new Binding(new LinkedHashMap<>(Map.of("params", Map.of())));
    Script script =
        new GroovyShell(PipelineRun.class.getClassLoader(), binding, compiler)
            .parse(jenkinsfile.toFile());
    ((NotingScript) script).noteIn(run);
    script.run();
    return run;
  }

  /** The names of the stages, in their order; a stage before those that it holds. */
  List<String> stages() {
    return all("stage").stream().map(Met::argument).toList();
  }

  /** All that was met of one name, in its order. */
  List<Met> all(String name) {
    return all.stream().filter(met -> met.name().equals(name)).toList();
  }

  private void meet(String name, Object[] arguments) {
    String argument = "";
    if (arguments.length > 0 && !(arguments[0] instanceof Closure<?>)) {
      argument = String.valueOf(arguments[0]);
    }
    all.add(new Met(name, argument, new ArrayList<>(open)));
    if (arguments.length > 0 && arguments[arguments.length - 1] instanceof Closure<?> block) {
      open.addLast(name.equals("stage") ? argument : name);
      block.call();
      open.removeLast();
    }
  }

  /** The script's base: whatever is called is noted, and its block, if it has one, is entered. */
  public abstract static class NotingScript extends Script {
    private PipelineRun run = new PipelineRun();

    private void noteIn(PipelineRun notes) {
      run = notes;
    }

    @Override
    public Object invokeMethod(String name, Object arguments) {
      run.meet(name, arguments instanceof Object[] several ? several : new Object[] {arguments});
      return name;
    }

    @Override
    public Object getProperty(String name) {
      try {
        return super.getProperty(name);
      } catch (MissingPropertyException bareWord) {
        // `agent none`: a word without quotes is an argument of the step before it.
        return name;
      }
    }
  }
}
