package io.tallyman.repl;

import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The class loader of the snippets of one session, below the service's own. A snippet that asks for
 * the loader of its class gets this one, a {@code Function} that hands over what is in scope by its
 * name: so that is in memory as long as the session, and in no static field.
 */
final class SnippetLoader extends ClassLoader implements Function<String, @Nullable Object> {

  private static final String OUT = "out";

  private final List<ReplBinding> scope;
  private final Map<String, Object> values;
  private final Map<String, byte[]> code = new ConcurrentHashMap<>();
  private volatile @Nullable Thread stopped;

  /**
   * @param scope what is in scope, beside {@code out}
   * @param out where snippets print to
   */
  SnippetLoader(List<ReplBinding> scope, PrintStream out) {
    super("repl", SnippetLoader.class.getClassLoader());
    this.scope =
        Stream.concat(scope.stream(), Stream.of(new ReplBinding(OUT, PrintStream.class, out)))
            .toList();
    this.values =
        this.scope.stream().collect(Collectors.toMap(ReplBinding::name, ReplBinding::value));
  }

  @Override
  public @Nullable Object apply(String name) {
    return values.get(name);
  }

  /**
   * Has snippets on this thread end at their next check. Others go on: the service itself may call
   * what a snippet has handed to it.
   */
  void stop(Thread thread) {
    stopped = thread;
  }

  void goOn() {
    stopped = null;
  }

  /** Called by the snippets' own code, by this name. */
  void check() {
    if (stopped != null && stopped == Thread.currentThread()) {
      throw new SnippetStopped();
    }
  }

  /** The lines that a shell begins with, which declare what is in scope. */
  List<String> declarations() {
    return scope.stream().map(SnippetLoader::declaration).toList();
  }

  private static String declaration(ReplBinding each) {
    return """
    %1$s %2$s = (%1$s) ((java.util.function.Function<String, Object>)
        java.lang.invoke.MethodHandles.lookup().lookupClass().getClassLoader()).apply("%2$s");
    """
        .formatted(each.type().getCanonicalName(), each.name());
  }

  /** Has the code of a class, for when it is asked for. */
  void declare(String name, byte[] bytes) {
    code.put(name, bytes);
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    byte[] bytes = code.get(name);
    return bytes == null ? super.findClass(name) : defineClass(name, bytes, 0, bytes.length);
  }
}
