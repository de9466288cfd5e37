package io.tallyman.repl;

import java.lang.invoke.CallSite;
import java.lang.invoke.ConstantCallSite;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/** Ties the checks in a snippet's code to the loader of its session. Public for that code only. */
public final class SnippetCheck {

  static final String LINK = "link";
  static final MethodType LINK_TYPE =
      MethodType.methodType(
          CallSite.class, MethodHandles.Lookup.class, String.class, MethodType.class);

  private SnippetCheck() {}

  /**
   * Called by the JVM, once per check.
   *
   * @param snippet of a class that a session's loader has defined
   * @param name the check's
   * @param type without parameters and without a result
   */
  public static CallSite link(MethodHandles.Lookup snippet, String name, MethodType type)
      throws ReflectiveOperationException {
    return new ConstantCallSite(
        MethodHandles.lookup().bind(snippet.lookupClass().getClassLoader(), name, type));
  }
}
