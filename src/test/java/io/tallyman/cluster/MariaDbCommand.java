package io.tallyman.cluster;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command lines of the MariaDB server: as near to MySQL 8.4's defaults as it goes. */
final class MariaDbCommand {
  /** What MySQL takes for granted and MariaDB doesn't. */
  private static final String SQL_MODE =
      "ONLY_FULL_GROUP_BY,STRICT_TRANS_TABLES,NO_ZERO_IN_DATE,NO_ZERO_DATE,"
          + "ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION";

  private static final List<String> SYSTEM_TABLES =
      List.of(
          "mariadb_system_tables.sql",
          "mariadb_performance_tables.sql",
          "mariadb_system_tables_data.sql",
          "maria_add_gis_sp_bootstrap.sql",
          "mariadb_sys_schema.sql");

  private final MariaDbPrograms programs;
  private final DatabaseFiles files;

  MariaDbCommand(MariaDbPrograms programs, DatabaseFiles files) {
    this.programs = programs;
    this.files = files;
  }

  List<String> server(int port) throws IOException {
    List<String> command = common();
    command.add("--bind-address=127.0.0.1");
    command.add("--port=" + port);
    command.add("--socket="); // none: its path must not be longer than 107 bytes, ours may be
    command.add("--pid-file=" + files.data().resolve("mariadbd.pid"));
    command.add("--sql-mode=" + SQL_MODE);
    command.add("--default-time-zone=+00:00");
    command.add("--max-allowed-packet=64M");
    command.add("--max-connections=300");
    command.add("--innodb-buffer-pool-size=256M");
    return command;
  }

  /** Makes the system tables, and the administrator as the only account. */
  void initialise(Credentials admin) throws IOException {
    List<String> command = common();
    command.add("--bootstrap");
    Path log = files.folder().resolve("database-init.log");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .directory(files.folder().toFile())
            .start();
    IOException broken = feed(process, admin);
    if (exitOf(process) != 0 || broken != null) {
      throw new IOException(
          "The database server can't make its system tables:\n" + Files.readString(log), broken);
    }
  }

  /** The server reads one statement a line; it may end before it has read all. */
  private IOException feed(Process process, Credentials admin) {
    try (OutputStream input = process.getOutputStream()) {
      input.write(bytes("CREATE DATABASE mysql;\nUSE mysql;\nSET @auth_root_socket=NULL;\n"));
      for (String script : SYSTEM_TABLES) {
        Files.copy(programs.share().resolve(script), input);
      }
      input.write(
          bytes(
              "DELETE FROM mysql.global_priv WHERE user IN ('root', '');\nFLUSH PRIVILEGES;\n"
                  + "CREATE USER '%1$s'@'%%' IDENTIFIED BY '%2$s';\n"
                      .formatted(admin.user(), admin.password())
                  + "GRANT ALL ON *.* TO '%s'@'%%' WITH GRANT OPTION;\n".formatted(admin.user())));
      return null;
    } catch (IOException e) {
      return e;
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static int exitOf(Process process) {
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new ServerFailure("Interrupted while the database was made", e);
    }
  }

  private List<String> common() throws IOException {
    List<String> command = new ArrayList<>();
    command.add(programs.server().toString());
    command.add("--no-defaults");
    command.add("--datadir=" + files.data());
    command.add("--lc-messages-dir=" + programs.share());
    command.add("--character-sets-dir=" + programs.share().resolve("charsets"));
    command.add("--character-set-server=utf8mb4");
    command.add("--skip-name-resolve");
    command.add("--skip-ssl"); // it never leaves 127.0.0.1
    command.add("--innodb-log-file-size=64M");
    if (Integer.valueOf(0).equals(Files.getAttribute(files.folder(), "unix:uid"))) {
      command.add("--user=root"); // it refuses to run as root unless told so
    }
    return command;
  }
}
