package io.tallyman.admin;

import java.io.Serial;

/**
 * What an operator asked for isn't done, because a parameter is missing or wrong. The message names
 * the parameter and what it takes; nothing was changed.
 */
final class Refused extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  Refused(String message) {
    super(message);
  }
}
