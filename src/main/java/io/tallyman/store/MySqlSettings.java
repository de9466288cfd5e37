package io.tallyman.store;

import io.tallyman.rollup.StoreUnavailable;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/**
 * Settings in MySQL or MariaDB. Two operators who change the same thing at the same time do so one
 * after the other, and the audit of the second says what the first has set. Thread-safe.
 */
public final class MySqlSettings implements SettingStore {

  private static final int ATTEMPTS = 5;

  private static final String NOTHING =
      "Nothing was changed; repeat the call when the database is well";

  private static final String DOUBT =
      "It isn't known whether that was done; look at /status, and repeat the call if it wasn't";

  private final ConnectionSource writers;
  private final Queries queries;
  private final String place;

  /** What one transaction does. */
  @FunctionalInterface
  private interface Work<T> {
    T on(Connection connection) throws SQLException;
  }

  /**
   * @param writers writing sessions: READ COMMITTED, strict, with short waits
   * @param readers reading sessions
   * @param place where the database is, for people to read
   */
  public MySqlSettings(ConnectionSource writers, ConnectionSource readers, String place) {
    this.writers = writers;
    this.queries = new Queries(readers, new SqlFailures(place));
    this.place = place;
  }

  @Override
  public List<StoredSetting> settings() {
    return queries.run(
        "read the settings",
        handle ->
            handle
                .createQuery(SettingRows.ALL)
                .map((row, context) -> SettingRows.setting(row))
                .list());
  }

  @Override
  public FleetStanding fleet() {
    return queries.atOneMoment(
        "read the settings and the hosts",
        handle ->
            new FleetStanding(
                handle
                    .createQuery(SettingRows.ALL)
                    .map((row, context) -> SettingRows.setting(row))
                    .list(),
                handle.createQuery(HostRows.ALL).map((row, context) -> HostRows.host(row)).list()));
  }

  @Override
  public List<SettingChange> change(String kind, ActionNote note, Decision decision) {
    String what = "change the settings of " + kind;
    for (int attempt = 1; ; attempt++) {
      try {
        return transact(what, connection -> apply(connection, kind, note, decision));
      } catch (SQLException e) {
        if (attempt == ATTEMPTS || !isOvertaken(e)) {
          throw unavailable(what, e, NOTHING);
        }
      }
    }
  }

  /** Another operator has made the row that wasn't there, or held it: look again. */
  private static boolean isOvertaken(SQLException e) {
    return SqlFailures.isDuplicateKey(e) || SqlFailures.isDeadlock(e);
  }

  private static List<SettingChange> apply(
      Connection connection, String kind, ActionNote note, Decision decision) throws SQLException {
    List<SettingChange> changes = decision.on(SettingRows.lock(connection, kind));
    for (SettingChange change : changes) {
      SettingRows.apply(connection, change);
    }
    AuditRows.add(connection, changes.stream().map(each -> AuditEntry.of(note, each)).toList());
    return changes;
  }

  @Override
  public void audit(List<AuditEntry> entries) {
    execute(
        "write the audit",
        connection -> {
          AuditRows.add(connection, entries);
          return true;
        });
  }

  @Override
  public boolean forgetAudit(Instant before) {
    return execute(
        "delete old lines of the audit", connection -> AuditRows.forget(connection, before));
  }

  @Override
  public boolean note(HostNote note) {
    return execute(
        "note that " + note.host() + " is there",
        connection -> {
          boolean known = HostRows.isSeen(connection, note);
          if (!known) {
            HostRows.enter(connection, note);
          }
          return known;
        });
  }

  private <T> T execute(String what, Work<T> work) {
    try {
      return transact(what, work);
    } catch (SQLException e) {
      throw unavailable(what, e, NOTHING);
    }
  }

  private <T> T transact(String what, Work<T> work) throws SQLException {
    try (JdbcTransaction session = JdbcTransaction.open(writers)) {
      T result = attempt(session, work);
      try {
        session.commit();
      } catch (SQLException lost) {
        session.discard();
        throw unavailable(what, lost, DOUBT);
      }
      return result;
    }
  }

  private static <T> T attempt(JdbcTransaction session, Work<T> work) throws SQLException {
    try {
      return work.on(session.connection());
    } catch (SQLException | RuntimeException e) {
      session.rollbackAfter(e);
      throw e;
    }
  }

  private StoreUnavailable unavailable(String what, SQLException e, String consequence) {
    return SqlFailures.unavailable(what, place, e, consequence);
  }
}
