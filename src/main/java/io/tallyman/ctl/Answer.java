package io.tallyman.ctl;

/** What came back from a host. */
sealed interface Answer {

  /** The host that was asked. */
  HostAddress host();

  /**
   * The host answered.
   *
   * @param status the HTTP status
   * @param body the answer's text
   */
  record Given(HostAddress host, int status, String body) implements Answer {

    boolean isGood() {
      return status >= 200 && status < 300;
    }

    ExitCode code() {
      if (isGood()) {
        return ExitCode.DONE;
      }
      return switch (status) {
        case 401, 403 -> ExitCode.NOT_LET_IN;
        case 400, 404, 405, 413 -> ExitCode.REFUSED;
        default -> ExitCode.UNAVAILABLE;
      };
    }
  }

  /**
   * No answer came.
   *
   * @param sentence why
   * @param remedy what to do
   * @param unsent whether the host certainly never got the request
   */
  record Missing(HostAddress host, String sentence, String remedy, boolean unsent)
      implements Answer {}
}
