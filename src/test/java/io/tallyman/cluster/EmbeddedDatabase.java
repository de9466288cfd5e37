package io.tallyman.cluster;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * A database server of our own on 127.0.0.1, MariaDB unless said otherwise, with its grants on and
 * a schema {@code tallyman} whose owner is {@code tallyman}; the writer without DDL rights is
 * {@code tallyman_writer}. It speaks MySQL's protocol and the SQL that Tallyman uses. Its accounts
 * and its port stay the same when it is started again on the same folder, the port if it is still
 * free.
 *
 * <p>It is for one thread at a time; its clients are free.
 */
public final class EmbeddedDatabase implements Database, AutoCloseable {
  private static final String SCHEMA = "tallyman";
  private static final String WRITER = "tallyman_writer";
  private static final String ADMIN = "tallyman_admin";
  private static final String NAME = "database";
  private static final Duration START_LIMIT = Duration.ofSeconds(90);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(20);
  private static final int ATTEMPTS = 4;

  private final DatabaseFiles files;
  private final DatabaseProgram program;
  private final Lifetime lifetime;
  private final Properties accounts;
  private final int port;
  private final Database schema;
  private final DatabaseServer server;
  private ServerProcess process;

  private EmbeddedDatabase(
      DatabaseSettings settings, DatabaseFiles files, DatabaseProgram program, int port)
      throws IOException {
    this.files = files;
    this.program = program;
    this.lifetime = settings.lifetime();
    this.accounts = files.accounts();
    this.port = port;
    this.server =
        new DatabaseServer(
            "jdbc:mysql://127.0.0.1:" + port + "/",
            credentials(ADMIN),
            credentials(SCHEMA),
            credentials(WRITER));
    restart();
    this.schema = server.schema(SCHEMA);
  }

  /** A database with its data in the folder, ready for clients, ending with this JVM. */
  public static EmbeddedDatabase start(Path folder) {
    return start(DatabaseSettings.in(folder));
  }

  /**
   * Starts a database and returns when it serves clients. Where another process snatches a port
   * that was free a moment before, another is taken; a port that the settings name is an error if
   * it is in use.
   */
  public static EmbeddedDatabase start(DatabaseSettings settings) {
    return start(settings, new MariaDb(MariaDbPrograms.unpacked()));
  }

  /** The same with another server program. */
  static EmbeddedDatabase start(DatabaseSettings settings, DatabaseProgram program) {
    DatabaseFiles files = new DatabaseFiles(settings.folder());
    try {
      if (!files.isComplete()) {
        initialise(files, program);
      }
      for (int attempt = 1; ; attempt++) {
        int port = choosePort(settings.port(), files);
        try {
          return new EmbeddedDatabase(settings, files, program, port);
        } catch (ServerFailure e) {
          if (FreePorts.isFree(port) || settings.port() != 0 || attempt == ATTEMPTS) {
            throw e;
          }
        }
      }
    } catch (IOException e) {
      throw new ServerFailure("Cannot start a database in " + settings.folder(), e);
    }
  }

  private static void initialise(DatabaseFiles files, DatabaseProgram program) throws IOException {
    files.clear();
    Credentials admin = Credentials.random(ADMIN);
    program.initialise(files, admin);
    Properties accounts = new Properties();
    accounts.setProperty(admin.user(), admin.password());
    accounts.setProperty(SCHEMA, Credentials.random(SCHEMA).password());
    accounts.setProperty(WRITER, Credentials.random(WRITER).password());
    files.complete(accounts);
  }

  private static int choosePort(int wanted, DatabaseFiles files) {
    if (wanted != 0) {
      FreePorts.require(wanted);
      return wanted;
    }
    int known = files.port();
    return known != 0 && FreePorts.isFree(known)
        ? known
        : new FreePorts().pick(1, List.of()).get(0);
  }

  private Credentials credentials(String user) {
    return new Credentials(user, accounts.getProperty(user));
  }

  /** Starts it again, on its port and its data, after it has ended; returns when it serves. */
  public void restart() {
    if (isRunning()) {
      throw new IllegalStateException("The database in " + files.folder() + " is running already");
    }
    try {
      process = ServerProcess.start(NAME, files.folder(), lifetime, program.server(files, port));
      awaitReady();
      files.rememberPort(port);
    } catch (IOException e) {
      throw new ServerFailure("Cannot start the database in " + files.folder(), e);
    } catch (ServerFailure e) {
      process.kill();
      throw e;
    }
  }

  private void awaitReady() {
    try {
      Awaitility.await()
          .pollInSameThread()
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(50))
          .atMost(START_LIMIT)
          .until(this::serves);
    } catch (ConditionTimeoutException e) {
      throw new ServerFailure("The database isn't ready in time:\n" + process.lastWords(), e);
    }
  }

  private boolean serves() throws SQLException {
    if (!process.isAlive()) {
      throw new ServerFailure("The database has ended while starting:\n" + process.lastWords());
    }
    Credentials admin = credentials(ADMIN);
    String url = "jdbc:mysql://127.0.0.1:" + port + "/?connectTimeout=2000&socketTimeout=5000";
    try (Connection connection = DriverManager.getConnection(url, admin.user(), admin.password())) {
      return connection.isValid(5);
    } catch (SQLException e) {
      if (Objects.toString(e.getSQLState(), "").startsWith("08")) {
        return false; // it doesn't listen yet, or greets nobody yet
      }
      throw e;
    }
  }

  @Override
  public String jdbcUrl() {
    return schema.jdbcUrl();
  }

  @Override
  public String user() {
    return schema.user();
  }

  @Override
  public String password() {
    return schema.password();
  }

  @Override
  public Database newDatabase(String name) {
    return schema.newDatabase(name);
  }

  @Override
  public Database withoutDdl() {
    return schema.withoutDdl();
  }

  /** The account that may do everything on this server. */
  public Credentials administrator() {
    return credentials(ADMIN);
  }

  /** Where it listens on 127.0.0.1. */
  public int port() {
    return port;
  }

  /** The server's process, alive or not. */
  public ProcessId process() {
    return process.id();
  }

  /** Whether the process runs; a frozen one does. */
  public boolean isRunning() {
    return process != null && process.isAlive();
  }

  /** Stops the server in its tracks: it holds its connections and locks, and answers nothing. */
  public void freeze() {
    process.freeze();
  }

  /** Lets a frozen server go on. */
  public void thaw() {
    process.thaw();
  }

  /** Ends the server as a crash would; what it has committed is still there after a restart. */
  public void kill() {
    process.kill();
  }

  /** Ends the server in good order; by force, if it takes longer than 20 s. */
  public void stop() {
    process.terminate(STOP_LIMIT);
  }

  /** Ends the server by force; what it has committed is still on disk. */
  @Override
  public void close() {
    if (isRunning()) {
      process.kill();
    }
  }
}
