package io.tallyman.admin;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.Serial;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** A host that hangs while a test wants it to: it accepts every request and answers none. */
final class SilentFilter extends HttpFilter {

  @Serial private static final long serialVersionUID = 1L;

  private final transient AtomicInteger calls = new AtomicInteger();
  private transient volatile CountDownLatch speaks = new CountDownLatch(0);

  void hang() {
    speaks = new CountDownLatch(1);
  }

  /** What waits is answered, as is what comes. */
  void answer() {
    speaks.countDown();
  }

  /** How many requests to change something have come so far, answered or not. */
  int calls() {
    return calls.get();
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (request.getMethod().equals("POST")) {
      calls.incrementAndGet();
    }
    try {
      speaks.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the service is stopping");
    }
    chain.doFilter(request, response);
  }
}
