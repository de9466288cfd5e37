package io.tallyman.repl;

import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The class loader above those of the snippets of one session. It has no classes of its own: it is
 * there to hand over what is in scope, to whoever asks the loader of a snippet for its parent. So
 * what is in scope is as long in memory as the session.
 */
final class BindingLoader extends ClassLoader implements Function<String, @Nullable Object> {

  private static final String OUT = "out";

  private final List<ReplBinding> scope;
  private final Map<String, Object> values;

  /**
   * @param scope what is in scope, beside {@code out}
   * @param out where snippets print to
   */
  BindingLoader(List<ReplBinding> scope, PrintStream out) {
    super("repl", BindingLoader.class.getClassLoader());
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

  /** The lines that a shell begins with, which declare what is in scope. */
  List<String> declarations() {
    return scope.stream().map(BindingLoader::declaration).toList();
  }

  private static String declaration(ReplBinding each) {
    return """
        %1$s %2$s = (%1$s) ((java.util.function.Function<String, Object>)
            java.lang.invoke.MethodHandles.lookup().lookupClass().getClassLoader().getParent())
                .apply("%2$s");
        """
        .formatted(each.type().getCanonicalName(), each.name());
  }
}
