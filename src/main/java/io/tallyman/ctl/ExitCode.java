package io.tallyman.ctl;

/** How a call ends, for scripts; the later ones outweigh those before where hosts differ. */
public enum ExitCode {
  /** Every host that was asked did what was asked, and says that it is well. */
  DONE(0),
  /** Every host answered, and one says that something isn't well. */
  UNWELL(6),
  /** A host didn't answer, or couldn't do it now: it may be done elsewhere. */
  UNAVAILABLE(5),
  /** A host refused a parameter; it changed nothing. */
  REFUSED(3),
  /** A host didn't let the caller in, or not with this key's level; it changed nothing. */
  NOT_LET_IN(4),
  /** The arguments or the profile file don't fit; nothing was sent. */
  USAGE(2);

  private final int number;

  ExitCode(int number) {
    this.number = number;
  }

  /** The process's exit code. */
  public int number() {
    return number;
  }

  /** The one that outweighs the other. */
  ExitCode or(ExitCode other) {
    return compareTo(other) >= 0 ? this : other;
  }
}
