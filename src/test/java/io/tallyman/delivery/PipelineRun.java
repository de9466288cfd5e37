package io.tallyman.delivery;

import groovy.lang.Binding;
import groovy.lang.Closure;
import groovy.lang.GroovyShell;
import groovy.lang.MissingPropertyException;
import groovy.lang.Script;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.codehaus.groovy.control.CompilerConfiguration;

/**
 * A Jenkinsfile, run as the Groovy that it is with every step replaced by one that only takes
 * notes. It proves that the file parses, that its blocks nest, and which commands its stages call;
 * it doesn't prove that Jenkins knows each step.
 */
final class PipelineRun {
  private final List<String> stages = new ArrayList<>();
  private final List<String> commands = new ArrayList<>();
  private final List<String> blocks = new ArrayList<>();

  private PipelineRun() {}

  static PipelineRun of(Path jenkinsfile) throws IOException {
    PipelineRun run = new PipelineRun();
    CompilerConfiguration compiler = new CompilerConfiguration();
    compiler.setScriptBaseClass(NotingScript.class.getName());
    Script script =
        new GroovyShell(PipelineRun.class.getClassLoader(), new Binding(), compiler)
            .parse(jenkinsfile.toFile());
    ((NotingScript) script).noteIn(run);
    script.run();
    return run;
  }

  /** The stages in their order. */
  List<String> stages() {
    return List.copyOf(stages);
  }

  /** The commands of {@code sh}, each as {@code stage: command}. */
  List<String> commands() {
    return List.copyOf(commands);
  }

  /** The names of all blocks and steps, in the order in which they were met. */
  List<String> blocks() {
    return List.copyOf(blocks);
  }

  private void note(String name, Object[] arguments) {
    blocks.add(name);
    if (name.equals("stage")) {
      stages.add(String.valueOf(arguments[0]));
    }
    if (name.equals("sh")) {
      commands.add(stages.get(stages.size() - 1) + ": " + arguments[0]);
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
      Object[] given = arguments instanceof Object[] several ? several : new Object[] {arguments};
      run.note(name, given);
      if (given.length > 0 && given[given.length - 1] instanceof Closure<?> block) {
        block.call();
      }
      return name;
    }

    @Override
    public Object getProperty(String name) {
      try {
        return super.getProperty(name);
      } catch (MissingPropertyException bareWord) {
        // `agent any`: a word without quotes is an argument of the step before it.
        return name;
      }
    }
  }
}
