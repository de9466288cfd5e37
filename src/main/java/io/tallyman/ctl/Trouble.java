package io.tallyman.ctl;

/**
 * Why a host gave no good answer.
 *
 * @param state in a word or two
 * @param sentence what happened
 * @param remedy what to do; empty where the sentence says it
 */
record Trouble(String state, String sentence, String remedy) {

  private static final String ADDRESS = "see whether the profile names the admin port";

  static final Trouble NONE = new Trouble("", "", "");

  /**
   * @param words what the host said of it
   */
  static Trouble of(Answer answer, String words) {
    if (answer instanceof Answer.Given given) {
      return answered(given, words);
    }
    Answer.Missing missing = (Answer.Missing) answer;
    return new Trouble("NO ANSWER", missing.sentence(), missing.remedy());
  }

  private static Trouble answered(Answer.Given given, String words) {
    String answered = "answered " + given.status();
    if (given.isGood()) {
      return new Trouble("STRANGE", answered + ", and not as an admin port does", ADDRESS);
    }
    if (words.isEmpty() || words.startsWith("<")) {
      return new Trouble("STRANGE", answered, ADDRESS);
    }
    String sentence = answered + ": " + words;
    return switch (given.status()) {
      case 401, 403 -> new Trouble("NOT LET IN", sentence, "");
      default -> new Trouble(given.code() == ExitCode.REFUSED ? "REFUSED" : "FAILED", sentence, "");
    };
  }

  /** All of it, in a line. */
  String line() {
    return remedy.isEmpty() ? sentence : sentence + "; " + remedy;
  }
}
