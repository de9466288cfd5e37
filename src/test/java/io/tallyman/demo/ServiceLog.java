package io.tallyman.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the service has complained of in its log, other than the broken records that the generator
 * plants.
 *
 * @param complaints the lines of level WARN and ERROR
 */
record ServiceLog(List<String> complaints) {

  private static final Pattern COMPLAINT =
      Pattern.compile("^\\W*(?:[-0-9T:.,Z+]+\\W+){0,3}(WARN|ERROR)\\b.*");
  private static final Pattern PLANTED = Pattern.compile(".*RejectLog.*");

  static ServiceLog read(Path file) throws IOException {
    try (Stream<String> lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
      return new ServiceLog(
          lines
              .filter(line -> COMPLAINT.matcher(line).matches())
              .filter(line -> !PLANTED.matcher(line).matches())
              .toList());
    }
  }
}
