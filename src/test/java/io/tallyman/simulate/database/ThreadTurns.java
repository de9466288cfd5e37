package io.tallyman.simulate.database;

import io.tallyman.simulate.Turns;
import io.tallyman.store.StoreTransaction;
import io.tallyman.store.TransactionSource;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Turns of real threads in real time: between the steps, one thread at a time has the lock. What
 * they share must be {@linkplain #guard guarded}.
 */
public final class ThreadTurns implements Turns {

  private final ReentrantLock lock = new ReentrantLock(true);
  private final Condition changed = lock.newCondition();
  private final long began = System.nanoTime();

  @Override
  public long nanos() {
    return System.nanoTime() - began;
  }

  @Override
  public void step(String what) {
    changed.signalAll();
    lock.unlock();
    lock.lock(); // fair: whoever waits comes first
  }

  @Override
  public boolean await(String what, BooleanSupplier until, long nanos) {
    changed.signalAll();
    long left = nanos;
    boolean interrupted = false;
    while (!until.getAsBoolean() && left > 0) {
      try {
        left = changed.awaitNanos(left);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return until.getAsBoolean();
  }

  /** Transactions that any thread may use, each one at a time. */
  public TransactionSource guarded(TransactionSource source) {
    return () -> guard(StoreTransaction.class, inTurn(source::begin));
  }

  /** The same object, every call of which is a turn. */
  public <T> T guard(Class<T> type, T real) {
    InvocationHandler handler =
        (proxy, method, arguments) -> inTurn(() -> call(method, real, arguments));
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }

  private static @Nullable Object call(Method method, Object real, Object @Nullable [] arguments)
      throws Exception {
    try {
      return method.invoke(real, arguments);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof Exception cause) {
        throw cause;
      }
      throw e;
    }
  }

  /** What is done in one turn. */
  @FunctionalInterface
  interface Turn<T, E extends Exception> {
    T take() throws E;
  }

  private <T, E extends Exception> T inTurn(Turn<T, E> turn) throws E {
    lock.lock();
    try {
      return turn.take();
    } finally {
      changed.signalAll();
      lock.unlock();
    }
  }
}
