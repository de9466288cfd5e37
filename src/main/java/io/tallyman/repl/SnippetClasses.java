package io.tallyman.repl;

import java.util.HashMap;
import java.util.Map;
import jdk.jshell.execution.LoaderDelegate;
import jdk.jshell.spi.ExecutionControl.ClassBytecodes;
import jdk.jshell.spi.ExecutionControl.ClassInstallException;

/** Puts what JShell has compiled into the loader of a session. */
final class SnippetClasses implements LoaderDelegate {

  private final SnippetLoader loader;
  private final Map<String, Class<?>> loaded = new HashMap<>();

  SnippetClasses(SnippetLoader loader) {
    this.loader = loader;
  }

  @Override
  public void load(ClassBytecodes[] classes) throws ClassInstallException {
    boolean[] done = new boolean[classes.length];
    classesRedefined(classes); // all of them first: they may need each other
    for (int at = 0; at < classes.length; at++) {
      String name = classes[at].name();
      try {
        loaded.put(name, loader.loadClass(name));
        done[at] = true;
      } catch (ClassNotFoundException | LinkageError e) {
        throw new ClassInstallException(name + " can't be loaded: " + e, done);
      }
    }
  }

  @Override
  public void classesRedefined(ClassBytecodes[] classes) {
    for (ClassBytecodes each : classes) {
      loader.declare(each.name(), SnippetChecks.addedTo(each.bytecodes()));
    }
  }

  /** Nothing: snippets run with the service's own classes, which are there. */
  @Override
  public void addToClasspath(String path) {}

  @Override
  public Class<?> findClass(String name) throws ClassNotFoundException {
    Class<?> found = loaded.get(name);
    if (found == null) {
      throw new ClassNotFoundException(name);
    }
    return found;
  }
}
