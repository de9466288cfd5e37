package io.tallyman.cluster;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/** MariaDB from its Maven artifact, set as near to the defaults of MySQL 8.4 as it goes. */
final class MariaDb implements DatabaseProgram {
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

  MariaDb(MariaDbPrograms programs) {
    this.programs = programs;
  }

  @Override
  public List<String> server(DatabaseFiles files, int port) throws IOException {
    List<String> command = common(files);
    command.add("--bind-address=127.0.0.1");
    command.add("--port=" + port);
    command.add("--socket="); // none: its path must not be longer than 107 bytes, ours may be
    command.add("--pid-file=" + files.data().resolve("server.pid"));
    command.add("--sql-mode=" + SQL_MODE);
    command.add("--default-time-zone=+00:00");
    command.add("--max-allowed-packet=64M");
    command.add("--max-connections=300");
    command.add("--innodb-buffer-pool-size=256M");
    return command;
  }

  @Override
  public void initialise(DatabaseFiles files, Credentials admin) throws IOException {
    List<String> command = common(files);
    command.add("--bootstrap");
    files.runToEnd(command, input -> feed(input, admin));
  }

  /** It reads one statement a line. */
  private void feed(OutputStream input, Credentials admin) throws IOException {
    input.write(bytes("CREATE DATABASE mysql;\nUSE mysql;\nSET @auth_root_socket=NULL;\n"));
    for (String script : SYSTEM_TABLES) {
      Files.copy(programs.share().resolve(script), input);
    }
    input.write(
        bytes("DELETE FROM mysql.global_priv WHERE user IN ('root', '');\nFLUSH PRIVILEGES;\n"));
    input.write(bytes(String.join(";\n", admin.grantAll()) + ";\n"));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private List<String> common(DatabaseFiles files) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(programs.server().toString());
    command.add("--no-defaults");
    command.add("--datadir=" + files.data());
    command.add("--tmpdir=" + files.folder()); // where it starts, it deletes what others have there
    command.add("--lc-messages-dir=" + programs.share());
    command.add("--character-sets-dir=" + programs.share().resolve("charsets"));
    command.add("--character-set-server=utf8mb4");
    command.add("--skip-name-resolve");
    command.add("--skip-ssl"); // it never leaves 127.0.0.1
    command.add("--innodb-log-file-size=64M");
    if (files.belongToRoot()) {
      command.add("--user=root"); // it refuses to run as root unless told so
    }
    return command;
  }
}
