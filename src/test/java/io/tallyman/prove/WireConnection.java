package io.tallyman.prove;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One connection from the service to the database: a thread for each direction. */
final class WireConnection {

  private static final int GREETING = 256;

  private final Socket client;
  private final Socket server;
  private final Supplier<Interference> interference;
  private final FlushTrace trace;
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile long number;

  WireConnection(
      Socket client, Socket server, WireFigures figures, Supplier<Interference> interference) {
    this.client = client;
    this.server = server;
    this.trace = new FlushTrace(figures);
    this.interference = interference;
  }

  void start(Executor threads) {
    threads.execute(() -> run(this::passUp));
    threads.execute(
        () -> {
          run(this::passDown);
          ended.countDown();
        });
  }

  /** One direction, until it ends. */
  private interface Direction {
    void pass() throws IOException, InterruptedException, ExecutionException;
  }

  private void run(Direction direction) {
    try (client;
        server) {
      direction.pass();
    } catch (IOException e) {
      // One side has gone; closing both tells the other.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      throw new IllegalStateException("a hold is let go or cut, and never fails", e);
    }
  }

  private void passUp() throws IOException, InterruptedException, ExecutionException {
    DataInputStream input =
        new DataInputStream(new BufferedInputStream(client.getInputStream(), 1 << 16));
    OutputStream output = new BufferedOutputStream(server.getOutputStream(), 1 << 16);
    ClientPacket packet = ClientPacket.read(input);
    while (packet != null) {
      @Nullable Moment moment = trace.sending(packet.sql());
      Fate fate = moment == null ? new Fate.Passes() : interference.get().at(moment, number);
      if (isCut(fate)) {
        reset();
        return;
      }
      if (fate instanceof Fate.Late late) {
        reset(client);
        LockSupport.parkNanos(late.delay().toNanos());
      }
      packet.writeTo(output);
      if (fate instanceof Fate.Late) {
        server.shutdownOutput();
        ended.await(); // the other direction still hears the answer, and closes
        return;
      }
      packet = ClientPacket.read(input);
    }
  }

  private void passDown() throws IOException, InterruptedException, ExecutionException {
    byte[] chunk = new byte[1 << 14];
    InputStream input = server.getInputStream();
    OutputStream output = client.getOutputStream();
    int length = greet(input, chunk);
    while (length >= 0) {
      Fate fate =
          trace.answered(chunk, length)
              ? interference.get().at(Moment.ANSWER, number)
              : new Fate.Passes();
      if (isCut(fate)) {
        reset();
        return;
      }
      if (fate instanceof Fate.Torn torn) {
        output.write(chunk, 0, Math.min(torn.bytes(), length - 1));
        return;
      }
      output.write(chunk, 0, length);
      length = input.read(chunk);
    }
  }

  /** Reads the database's greeting, which names the connection, into the chunk. */
  private int greet(InputStream input, byte[] chunk) throws IOException {
    int length = input.read(chunk, 0, GREETING);
    int at = 5; // behind the packet's header and the protocol's version is the server's, then a 0
    while (at < length && chunk[at] != 0) {
      at++;
    }
    if (at + 4 < length) {
      number =
          (chunk[at + 1] & 0xFFL)
              | (chunk[at + 2] & 0xFFL) << 8
              | (chunk[at + 3] & 0xFFL) << 16
              | (chunk[at + 4] & 0xFFL) << 24;
    }
    return length;
  }

  private static boolean isCut(Fate fate) throws InterruptedException, ExecutionException {
    return fate instanceof Fate.Cut || (fate instanceof Fate.Held held && !held.passes().get());
  }

  /** Breaks both ends. */
  void reset() {
    reset(client);
    reset(server);
  }

  /** Closes with a reset, not in good order. */
  private static void reset(Socket socket) {
    try (socket) {
      socket.setSoLinger(true, 0);
    } catch (IOException e) {
      // It was closed already.
    }
  }
}
