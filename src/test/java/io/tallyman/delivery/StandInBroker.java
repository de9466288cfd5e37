package io.tallyman.delivery;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Answers one question as a broker would, with what it is told to, and remembers the question. For
 * one connection.
 */
final class StandInBroker implements AutoCloseable {

  private final ServerSocket socket;
  private final CompletableFuture<byte[]> question;

  private StandInBroker(ServerSocket socket, byte[] answer) {
    this.socket = socket;
    this.question = CompletableFuture.supplyAsync(() -> serve(answer));
  }

  /** Listens on a free port of this machine. */
  static StandInBroker answering(byte[] answer) throws IOException {
    return new StandInBroker(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()), answer);
  }

  private byte[] serve(byte[] answer) {
    try (Socket client = socket.accept()) {
      DataInputStream in = new DataInputStream(client.getInputStream());
      byte[] asked = in.readNBytes(in.readInt());
      client.getOutputStream().write(answer);
      return asked;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int port() {
    return socket.getLocalPort();
  }

  /** What was asked, without its length; waits until it was. */
  byte[] question() {
    return question.join();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  /**
   * A partition of a topic.
   *
   * @param leader −1 where there is none
   * @param replicas where its copies are
   * @param inSync which of them are in sync
   */
  record Copies(String topic, int leader, List<Integer> replicas, List<Integer> inSync) {}

  /** What the protocol calls a response to Metadata, version 1; each topic has one partition, 0. */
  static byte[] metadata(List<Integer> brokers, Copies... partitions) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeInt(1); // the question's number
    out.writeInt(brokers.size());
    for (int broker : brokers) {
      out.writeInt(broker);
      text(out, "broker-" + broker + ".example");
      out.writeInt(9092);
      out.writeShort(-1); // no rack
    }
    out.writeInt(brokers.get(0)); // the controller
    out.writeInt(partitions.length);
    for (Copies each : partitions) {
      out.writeShort(0);
      text(out, each.topic());
      out.writeBoolean(false);
      out.writeInt(1);
      out.writeShort(each.leader() < 0 ? 5 : 0);
      out.writeInt(0);
      out.writeInt(each.leader());
      numbers(out, each.replicas());
      numbers(out, each.inSync());
    }
    return framed(bytes.toByteArray());
  }

  /** Bytes with their length before them. */
  static byte[] framed(byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeInt(content.length);
    out.write(content);
    return bytes.toByteArray();
  }

  private static void text(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeShort(bytes.length);
    out.write(bytes);
  }

  private static void numbers(DataOutputStream out, List<Integer> numbers) throws IOException {
    out.writeInt(numbers.size());
    for (int number : numbers) {
      out.writeInt(number);
    }
  }
}
