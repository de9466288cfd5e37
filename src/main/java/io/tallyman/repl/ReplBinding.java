package io.tallyman.repl;

/**
 * A variable that a shell begins with.
 *
 * @param name a Java identifier
 * @param type a public type, which the variable is declared with
 * @param value what it holds
 */
public record ReplBinding(String name, Class<?> type, Object value) {

  public ReplBinding {
    if (!type.isInstance(value)) {
      throw new IllegalArgumentException(name + " is no " + type.getName());
    }
  }
}
