package io.tallyman.demo;

import io.tallyman.cluster.ServerFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The folder of schemas that a configuration file names.
 *
 * @param named the path as the file has it; a relative one counts from where the service runs
 * @param path where the schemas are
 */
record SchemaFolder(Path named, Path path) {

  /**
   * Finds it.
   *
   * @param named the path as the configuration file has it
   * @param bases from where it may count, in order
   */
  static SchemaFolder find(String named, List<Path> bases) {
    Path relative = Path.of(named);
    return bases.stream()
        .map(base -> base.resolve(relative))
        .filter(Files::isDirectory)
        .findFirst()
        .map(path -> new SchemaFolder(relative, path))
        .orElseThrow(
            () ->
                new ServerFailure(
                    "schemas.directory: there is no folder " + named + " in any of " + bases));
  }

  /** Puts copies where the service finds them that runs in this folder. */
  void copyInto(Path folder) throws IOException {
    if (named.isAbsolute()) {
      return;
    }
    Path target = folder.resolve(named);
    try (Stream<Path> files = Files.walk(path)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = target.resolve(path.relativize(file).toString());
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy);
      }
    }
  }
}
