package io.tallyman;

import java.util.Map;

/** For whoever has just cloned the project: how to say which database is meant, or to get one. */
final class DatabaseHint {

  private static final String VARIABLE = "TALLYMAN_DB_URL";

  private DatabaseHint() {}

  /**
   * @param sentence why the database doesn't answer
   * @param environment the variables of this process
   */
  static String after(String sentence, Map<String, String> environment) {
    return environment.getOrDefault(VARIABLE, "").isEmpty()
        ? sentence
            + ". The variable "
            + VARIABLE
            + ", which config.yml of the project takes it from, isn't set: set it, or try things"
            + " out on servers of your own, which eval \"$(bin/cluster start)\" starts"
        : sentence;
  }
}
