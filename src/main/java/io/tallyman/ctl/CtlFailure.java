package io.tallyman.ctl;

import java.io.Serial;

/** A call ended otherwise than well. The message may be empty where all of it was said already. */
public final class CtlFailure extends Exception {

  @Serial private static final long serialVersionUID = 1L;

  private final ExitCode code;

  /**
   * @param message what, where and the remedy; empty where it was said already
   */
  public CtlFailure(ExitCode code, String message) {
    super(message);
    this.code = code;
  }

  static CtlFailure usage(String message) {
    return new CtlFailure(ExitCode.USAGE, message);
  }

  /** What the process ends with. */
  public ExitCode code() {
    return code;
  }
}
