package io.tallyman;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.net.SocketFactory;

/** Requests as they are written, over TLS: nothing is added, refused or mended on the way. */
final class PlainHttp {

  /**
   * An answer.
   *
   * @param status of HTTP
   * @param head its lines
   * @param body all of it, in latin-1
   */
  record Answer(int status, String head, String body) {}

  private final SocketFactory sockets;

  PlainHttp(SocketFactory sockets) {
    this.sockets = sockets;
  }

  /**
   * @param fields {@code Host} among them
   */
  Answer ask(int port, String method, String path, Map<String, String> fields, byte[] body)
      throws IOException {
    Map<String, String> all = new LinkedHashMap<>(Map.of("Connection", "close"));
    if (body.length > 0) {
      all.put("Content-Length", Integer.toString(body.length));
    }
    all.putAll(fields);
    StringBuilder head = new StringBuilder(method + " " + path + " HTTP/1.1\r\n");
    all.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    try (Socket socket = sockets.createSocket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(20_000);
      OutputStream out = socket.getOutputStream();
      out.write(head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
      writeAsFarAsItIsTaken(out, body);
      return answer(socket.getInputStream());
    }
  }

  /** Whoever has answered already may take no more. */
  private static void writeAsFarAsItIsTaken(OutputStream out, byte[] body) {
    try {
      out.write(body);
      out.flush();
    } catch (IOException closed) {
      // what it has answered is read all the same
    }
  }

  private static Answer answer(InputStream in) throws IOException {
    StringBuilder text = new StringBuilder();
    try {
      for (int each = in.read(); each >= 0; each = in.read()) {
        text.append((char) each);
      }
    } catch (IOException reset) {
      if (text.isEmpty()) {
        throw reset;
      }
    }
    String[] parts = text.toString().split("\r\n\r\n", 2);
    int status = Integer.parseInt(parts[0].substring("HTTP/1.1 ".length()).substring(0, 3));
    return new Answer(status, parts[0], parts.length == 2 ? parts[1] : "");
  }
}
