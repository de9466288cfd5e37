package io.tallyman.delivery;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which licences a library that ships may have. Whoever names several offers a choice, so one that
 * we take must be among them; a name that is unknown here is a fault whatever stands beside it.
 */
final class LicenceRule {
  private static final Set<String> TAKEN =
      Set.of(
          "Apache-2.0",
          "Apache License, 2.0",
          "BSD-2-Clause",
          "BSD-3-Clause",
          "CDDL-1.1",
          "EPL-2.0",
          "MIT",
          "Modified BSD",
          "Public Domain",
          "W3C license",
          "jQuery license");

  /** Offered beside one that we take. */
  private static final Set<String> NOT_CHOSEN =
      Set.of(
          "GPL-2.0-with-classpath-exception",
          "GNU General Public License, version 2 with the GNU Classpath Exception",
          "The GNU General Public License (GPL), Version 2, With Classpath Exception",
          "GNU Lesser General Public License",
          "LGPL-2.1-only",
          "LGPL-2.1-or-later",
          "MPL-1.1");

  /**
   * By name: the driver's exception lets free software under one of the licences that it lists,
   * ours among them, be shipped with it.
   */
  private static final Map<String, String> EXPRESSLY =
      Map.of(
          "com.mysql:mysql-connector-j",
          "The GNU General Public License, v2 with Universal FOSS Exception, v1.0");

  private LicenceRule() {}

  /** What is wrong with the licences of a library, given as {@code group:name}; none is best. */
  static List<String> faults(String library, List<String> licences) {
    if (licences.size() == 1 && licences.get(0).equals(EXPRESSLY.get(library))) {
      return List.of();
    }
    List<String> faults = new ArrayList<>();
    for (String licence : licences) {
      if (!TAKEN.contains(licence) && !NOT_CHOSEN.contains(licence)) {
        faults.add("%s: nobody has decided about the licence %s".formatted(library, licence));
      }
    }
    if (faults.isEmpty() && licences.stream().noneMatch(TAKEN::contains)) {
      faults.add("%s: none of its licences is one that we take: %s".formatted(library, licences));
    }
    return faults;
  }
}
