package io.tallyman.store;

import io.tallyman.rollup.StoreUnavailable;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells apart what the database says no to, and makes sentences of it. Immutable. */
final class SqlFailures {

  private static final Set<Integer> WRONG_LOGIN = Set.of(1045, 1698);
  private static final Set<Integer> NO_RIGHTS = Set.of(1044, 1142, 1143, 1227, 1370);
  private static final Set<Integer> NO_SCHEMA = Set.of(1049);
  private static final Set<Integer> NO_TABLE = Set.of(1054, 1146, 1356);
  private static final Set<Integer> READ_ONLY = Set.of(1290, 1792, 1836);
  private static final Set<Integer> LOCKED = Set.of(1205, 1213, 3572);
  private static final Set<Integer> TOO_MANY = Set.of(1040, 1203, 1226);
  private static final Set<Integer> DISK_FULL = Set.of(1021, 1114);

  /** Data errors outside SQLState class 22: charset, checks, JSON, a null where none may be. */
  private static final Set<Integer> REFUSED = Set.of(1048, 1265, 1366, 3140, 3819, 4025);

  private final String place;

  /**
   * @param place where the database is, for people to read
   */
  SqlFailures(String place) {
    this.place = place;
  }

  /** Whether the account, the schema or the rights are wrong: waiting doesn't help. */
  static boolean isDefinite(SQLException e) {
    int code = told(e).getErrorCode();
    return WRONG_LOGIN.contains(code) || NO_RIGHTS.contains(code) || NO_SCHEMA.contains(code);
  }

  /** Whether the server can't be written to through this connection, though it answers. */
  static boolean isReadOnly(SQLException e) {
    return READ_ONLY.contains(e.getErrorCode());
  }

  /** Whether the data itself was refused, and would be again. */
  static boolean isRefusal(SQLException e) {
    String state = Objects.requireNonNullElse(e.getSQLState(), "");
    return state.startsWith("22") || REFUSED.contains(e.getErrorCode());
  }

  /** Whether a statement was longer than the server takes; the connection is still good. */
  static boolean isPacketTooBig(SQLException e) {
    // known by its class only, and the driver isn't on the compile class path
    for (Throwable t = e; t != null; t = t.getCause()) {
      if (t.getClass().getSimpleName().equals("PacketTooBigException")) {
        return true;
      }
    }
    return false;
  }

  static boolean isDuplicateKey(SQLException e) {
    return e.getErrorCode() == 1062;
  }

  /** Whether the server ended this transaction so that another could go on. */
  static boolean isDeadlock(SQLException e) {
    return e.getErrorCode() == 1213;
  }

  StoreUnavailable unavailable(String what, SQLException e) {
    return new StoreUnavailable(retried(sentence(what, e), e), e);
  }

  /** The sentence of somebody who tries again: says so, unless that can't help. */
  static String retried(String sentence, SQLException e) {
    return isDefinite(e) || NO_TABLE.contains(told(e).getErrorCode())
        ? sentence
        : sentence + "; it is tried again";
  }

  /**
   * What, where, why and the remedy.
   *
   * @param what what was tried: "write a batch"
   */
  String sentence(String what, SQLException e) {
    return "can't " + what + " in " + place + ": " + cause(e) + "; " + remedy(e);
  }

  /** The first line of what the server or the driver said. */
  static String cause(SQLException e) {
    UnknownHostException unknown = within(e, UnknownHostException.class);
    if (unknown != null) {
      String host = String.valueOf(unknown.getMessage()).split(":", 2)[0];
      return "the name " + host + " doesn't resolve";
    }
    CertificateException refused = within(e, CertificateException.class);
    if (refused != null) {
      String reason = String.valueOf(refused.getMessage());
      return "the server's certificate is refused: " + reason.replaceFirst("^[\\w.]+: ", "");
    }
    String message = Objects.requireNonNullElse(told(e).getMessage(), e.getClass().getName());
    return message.lines().findFirst().orElse(message);
  }

  /** A pool wraps what the driver said into its own words about waiting. */
  private static SQLException told(SQLException e) {
    @Nullable Throwable cause = e.getCause();
    return e.getErrorCode() == 0 && cause instanceof SQLException inner ? told(inner) : e;
  }

  /** The first of this kind among its causes. */
  private static <T extends Throwable> @Nullable T within(SQLException e, Class<T> kind) {
    for (Throwable t = e; t != null; t = t.getCause()) {
      if (kind.isInstance(t)) {
        return kind.cast(t);
      }
    }
    return null;
  }

  private static String remedy(SQLException e) {
    int code = told(e).getErrorCode();
    if (WRONG_LOGIN.contains(code)) {
      return "correct database.user and database.password in config.yml";
    } else if (NO_RIGHTS.contains(code)) {
      return "grant the account SELECT, INSERT, UPDATE and DELETE on the schema"
          + " (and for migrate CREATE, ALTER, DROP, INDEX, REFERENCES, CREATE VIEW and SHOW VIEW)";
    } else if (NO_SCHEMA.contains(code)) {
      return "create the schema, or correct database.url in config.yml";
    } else if (NO_TABLE.contains(code)) {
      return "run: java -jar tallyman.jar migrate config.yml";
    } else if (READ_ONLY.contains(code)) {
      return "the server is read-only: have its address lead to one that isn't";
    } else if (LOCKED.contains(code)) {
      return "another transaction holds the rows";
    } else if (TOO_MANY.contains(code)) {
      return "raise max_connections there, or run fewer hosts";
    } else if (DISK_FULL.contains(code)) {
      return "free disk space there";
    } else if (within(e, CertificateException.class) != null) {
      // The driver calls this a lost connection, as it hangs up itself.
      return "have trustCertificateKeyStoreUrl in database.url lead to a store with the certificate"
          + " of its authority, and with sslMode=VERIFY_IDENTITY the url name the server as its"
          + " certificate does (VERIFY_CA checks no name)";
    }
    return isConnectionLost(e)
        ? "start the database, or correct database.url in config.yml"
        : "see the database's own log";
  }

  /** Whether there is no connection, or no more. */
  static boolean isConnectionLost(SQLException e) {
    return Objects.requireNonNullElse(told(e).getSQLState(), "").startsWith("08");
  }

  /** That an operator's word couldn't be carried out: what, where, why, and what became of it. */
  static StoreUnavailable unavailable(
      String what, String place, SQLException e, String consequence) {
    return new StoreUnavailable(
        "can't "
            + what
            + " in "
            + place
            + ": "
            + cause(e).replaceAll("[.\\s]+$", "")
            + ". "
            + consequence,
        e);
  }
}
