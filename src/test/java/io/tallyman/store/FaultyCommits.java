package io.tallyman.store;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Real connections, of which the next commit goes wrong in the way that a test asks for. For one
 * thread at a time, but for {@link #isHoldingACommit}.
 */
final class FaultyCommits implements ConnectionSource {

  /** What happens around a commit. */
  @FunctionalInterface
  private interface Commit {
    void of(Connection connection) throws SQLException;
  }

  private final ConnectionSource real;
  private @Nullable Commit next;
  private boolean refuseAfterwards;
  private @Nullable Runnable beforeOpening;
  private volatile boolean holding;

  FaultyCommits(ConnectionSource real) {
    this.real = real;
  }

  /** The server commits, and its answer never comes. */
  void failNextAfterCommitting() {
    next =
        connection -> {
          connection.commit();
          throw lost();
        };
  }

  /** The server never hears of the commit. */
  void failNextBeforeCommitting() {
    next =
        connection -> {
          connection.rollback();
          throw lost();
        };
  }

  /** After the failed commit, no connection can be had once. */
  void refuseNextConnectionAfterThat() {
    refuseAfterwards = true;
  }

  /** Something happens between the failed commit and the look at what became of it. */
  void beforeTheNextConnection(Runnable happening) {
    beforeOpening = happening;
  }

  /** The next commit waits until the future is completed. */
  CompletableFuture<Void> holdNextCommit() {
    CompletableFuture<Void> release = new CompletableFuture<>();
    next =
        connection -> {
          holding = true;
          release.join();
          connection.commit();
        };
    return release;
  }

  boolean isHoldingACommit() {
    return holding;
  }

  private static SQLException lost() {
    return new SQLException("Communications link failure", "08S01");
  }

  @Override
  public Connection open() throws SQLException {
    if (next == null && refuseAfterwards) {
      refuseAfterwards = false;
      throw lost();
    }
    if (next == null && beforeOpening != null) {
      beforeOpening.run();
      beforeOpening = null;
    }
    Connection connection = real.open();
    InvocationHandler handler =
        (proxy, method, arguments) -> {
          if (method.getName().equals("commit") && next != null) {
            Commit commit = next;
            next = null;
            commit.of(connection);
            return null;
          }
          return call(connection, method, arguments);
        };
    return (Connection)
        Proxy.newProxyInstance(
            Connection.class.getClassLoader(), new Class<?>[] {Connection.class}, handler);
  }

  private static @Nullable Object call(
      Connection connection, Method method, Object @Nullable [] arguments) throws Throwable {
    try {
      return method.invoke(connection, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
