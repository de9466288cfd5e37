package io.tallyman.mutants;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * A copy of the service's sources outside of the project, in which one thing is changed and
 * compiled at a time.
 */
final class SourceCopy implements AutoCloseable {

  private static final String SOURCES = "src/main/java";

  private final Path home;
  private final Path folder;

  private SourceCopy(Path home, Path folder) {
    this.home = home;
    this.folder = folder;
  }

  /** A fresh copy of the project's sources. */
  static SourceCopy of(Path home) throws IOException {
    Path folder = Files.createTempDirectory("tallyman-mutants");
    SourceCopy copy = new SourceCopy(home, folder);
    copyTree(home.resolve(SOURCES), folder.resolve("tree").resolve(SOURCES));
    return copy;
  }

  private static void copyTree(Path from, Path to) throws IOException {
    try (Stream<Path> paths = Files.walk(from)) {
      for (Path path : paths.toList()) {
        Path copied = to.resolve(from.relativize(path).toString());
        if (Files.isDirectory(path)) {
          Files.createDirectories(copied);
        } else {
          Files.copy(path, copied);
        }
      }
    }
  }

  /**
   * Compiles the classes that a patch changes, against the project's own.
   *
   * @param classPath of the project as it was built
   * @return the folder with the changed classes, to be put before the others
   * @throws IllegalStateException when the patch doesn't fit or what it makes doesn't compile
   */
  Path compile(Mutant mutant, String classPath) throws IOException, InterruptedException {
    Path tree = folder.resolve("tree");
    apply(mutant);
    try {
      Path classes = Files.createDirectories(folder.resolve("classes").resolve(mutant.name()));
      compile(changed(mutant, tree), classes, classPath);
      return classes;
    } finally {
      for (String path : paths(mutant)) {
        Files.copy(
            home.resolve(path),
            tree.resolve(path),
            java.nio.file.StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  /** Changes the copy as the patch says. */
  private void apply(Mutant mutant) throws IOException, InterruptedException {
    ProcessBuilder git =
        new ProcessBuilder("git", "apply", "--recount", mutant.patch().toString())
            .directory(folder.resolve("tree").toFile())
            .redirectErrorStream(true);
    // the copy isn't a repository, whatever is above it
    git.environment().put("GIT_CEILING_DIRECTORIES", folder.toString());
    Process process = git.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IllegalStateException(
          mutant.patch() + " doesn't fit the sources any more, draw it anew: " + said.strip());
    }
  }

  private static List<Path> changed(Mutant mutant, Path tree) throws IOException {
    return paths(mutant).stream().map(tree::resolve).toList();
  }

  /** The files that a patch changes, relative to the project. */
  static List<String> paths(Mutant mutant) throws IOException {
    return Files.readAllLines(mutant.patch()).stream()
        .filter(line -> line.startsWith("+++ b/"))
        .map(line -> line.substring("+++ b/".length()))
        .toList();
  }

  private static void compile(List<Path> files, Path classes, String classPath) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter said = new StringWriter();
    try (StandardJavaFileManager manager =
        compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
      List<String> options = new ArrayList<>(List.of("-proc:none", "-nowarn", "--release", "17"));
      options.addAll(List.of("-d", classes.toString(), "-cp", classPath));
      boolean compiled =
          compiler
              .getTask(
                  said, manager, null, options, null, manager.getJavaFileObjectsFromPaths(files))
              .call();
      if (!compiled) {
        throw new IllegalStateException("the changed sources don't compile: " + said);
      }
    }
  }

  @Override
  public void close() throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
