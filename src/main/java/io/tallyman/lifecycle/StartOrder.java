package io.tallyman.lifecycle;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Puts parts into an order in which each comes after what it needs. The order in which they are
 * given stands wherever the needs leave a choice, so a list that is right stays as it is.
 */
final class StartOrder {

  private StartOrder() {}

  /**
   * @throws IllegalArgumentException for a name that two parts have, a need that no part meets, and
   *     for parts that need each other in a circle
   */
  static List<Member> of(List<Member> members) {
    Map<String, Member> waiting = byName(members);
    checkNeeds(waiting);
    List<Member> order = new ArrayList<>();
    Set<String> placed = new LinkedHashSet<>();
    while (!waiting.isEmpty()) {
      Member next =
          waiting.values().stream()
              .filter(member -> placed.containsAll(member.needs()))
              .findFirst()
              .orElseThrow(() -> circleIn(waiting));
      waiting.remove(next.name());
      placed.add(next.name());
      order.add(next);
    }
    return List.copyOf(order);
  }

  private static Map<String, Member> byName(List<Member> members) {
    Map<String, Member> byName = new LinkedHashMap<>();
    for (Member member : members) {
      if (byName.put(member.name(), member) != null) {
        throw new IllegalArgumentException(
            "two parts are named " + member.name() + ": give each its own name");
      }
    }
    return byName;
  }

  private static void checkNeeds(Map<String, Member> members) {
    for (Member member : members.values()) {
      for (String need : member.needs()) {
        if (!members.containsKey(need)) {
          throw new IllegalArgumentException(
              String.format(
                  "the part %s needs %s, which is none of the parts: %s",
                  member.name(), need, String.join(", ", members.keySet())));
        }
      }
    }
  }

  /**
   * Every part that is still waiting waits for another one that is, so the way ends in a circle.
   */
  private static IllegalArgumentException circleIn(Map<String, Member> waiting) {
    List<Member> way = new ArrayList<>();
    Map<String, Integer> steps = new HashMap<>();
    Member at = waiting.values().iterator().next();
    while (!steps.containsKey(at.name())) {
      steps.put(at.name(), way.size());
      way.add(at);
      at = at.needs().stream().filter(waiting::containsKey).map(waiting::get).findFirst().get();
    }
    String circle =
        way.subList(steps.get(at.name()), way.size()).stream()
            .map(Member::name)
            .collect(Collectors.joining(" needs "));
    return new IllegalArgumentException(
        "the parts need each other in a circle: " + circle + " needs " + at.name());
  }
}
