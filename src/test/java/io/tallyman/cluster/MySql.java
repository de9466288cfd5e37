package io.tallyman.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A MySQL server out of Debian packages that were unpacked into a folder, not installed: it runs by
 * that folder's own loader and libraries, whatever the system has.
 */
final class MySql implements DatabaseProgram {
  private final Path root;

  /** Nothing is checked until it is started. */
  MySql(Path root) {
    this.root = root.toAbsolutePath();
  }

  @Override
  public List<String> server(DatabaseFiles files, int port) throws IOException {
    List<String> command = common(files);
    command.add("--bind-address=127.0.0.1");
    command.add("--port=" + port);
    command.add("--mysqlx=OFF");
    command.add("--secure-file-priv=NULL"); // the folder of the package is not there
    command.add("--socket=server.sock"); // in the data folder, so that the path stays short
    command.add("--pid-file=" + files.data().resolve("server.pid"));
    command.add("--default-time-zone=+00:00");
    command.add("--innodb-buffer-pool-size=256M");
    return command;
  }

  @Override
  public void initialise(DatabaseFiles files, Credentials admin) throws IOException {
    Path statements = files.folder().resolve("init.sql");
    files.writePrivately(statements, String.join(";\n", admin.grantAll()) + ";\n");
    try {
      List<String> command = common(files);
      command.add("--initialize-insecure"); // nobody can connect before the next start
      command.add("--init-file=" + statements);
      files.runToEnd(command, input -> {});
    } finally {
      Files.delete(statements);
    }
  }

  private List<String> common(DatabaseFiles files) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(find("ld-linux*.so.*").toString());
    command.add("--library-path");
    command.add(libraries());
    command.add(root.resolve("usr/sbin/mysqld").toString());
    command.add("--no-defaults");
    command.add("--basedir=" + root.resolve("usr"));
    command.add("--datadir=" + files.data());
    command.add("--lc-messages-dir=" + root.resolve("usr/share/mysql"));
    command.add("--character-sets-dir=" + root.resolve("usr/share/mysql/charsets"));
    command.add("--plugin-dir=" + root.resolve("usr/lib/mysql/plugin"));
    command.add("--skip-name-resolve");
    command.add("--disable-log-bin");
    if (files.belongToRoot()) {
      command.add("--user=root"); // it refuses to run as root unless told so
    }
    return command;
  }

  /** Every folder of it that holds libraries: the packages don't agree on one. */
  private String libraries() throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      List<String> folders =
          files
              .filter(file -> file.getFileName().toString().contains(".so"))
              .map(file -> file.getParent().toString())
              .filter(folder -> !folder.contains("/plugin"))
              .distinct()
              .toList();
      return String.join(":", folders);
    }
  }

  private Path find(String name) throws IOException {
    var matcher = root.getFileSystem().getPathMatcher("glob:**/" + name);
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(file -> matcher.matches(file) && Files.isRegularFile(file))
          .findFirst()
          .orElseThrow(
              () -> new ServerFailure("There is no " + name + " in " + root + ": delete it"));
    }
  }
}
