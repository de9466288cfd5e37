package io.tallyman.admin;

import io.tallyman.lifecycle.Check;
import io.tallyman.lifecycle.Part;
import java.util.List;

/** A part that does nothing and is as a test says. */
final class ShownPart implements Part {

  private final String name;
  private final List<String> needs;
  private volatile Check check = Check.well();

  ShownPart(String name, String... needs) {
    this.name = name;
    this.needs = List.of(needs);
  }

  void is(Check now) {
    check = now;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<String> needs() {
    return needs;
  }

  @Override
  public void start() {}

  @Override
  public void stop() {}

  @Override
  public Check check() {
    return check;
  }
}
