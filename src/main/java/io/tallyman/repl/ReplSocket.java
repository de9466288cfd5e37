package io.tallyman.repl;

import java.io.Closeable;
import java.io.IOException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Unix domain socket that only this process's own user can reach: in a directory of the mode
 * 0700, so that nobody is there before the socket has its own, 0600. Closing it deletes it.
 */
final class ReplSocket implements Closeable {

  private static final Logger LOG = LoggerFactory.getLogger(ReplSocket.class);
  private static final Set<PosixFilePermission> OWN_DIRECTORY =
      PosixFilePermissions.fromString("rwx------");
  private static final Set<PosixFilePermission> OWN_FILE =
      PosixFilePermissions.fromString("rw-------");
  private static final String NAME = "repl-%s.sock";

  /** What the names of sockets look like. */
  static final String NAMES = "repl-[0-9a-f]{8}\\.sock";

  private static final int BACKLOG = 4;

  private final Path path;
  private final ServerSocketChannel channel;

  private ReplSocket(Path path, ServerSocketChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  /**
   * A new socket in this directory, which is made where it isn't there.
   *
   * @throws ReplRefusal when others may enter the directory, or there can't be a socket in it
   */
  static ReplSocket in(Path directory) {
    try {
      secure(directory);
      sweep(directory);
      return bound(directory.resolve(NAME.formatted(random())));
    } catch (IOException e) {
      throw new ReplRefusal(
          "there can't be a socket in repl.directory, "
              + directory
              + " ("
              + e
              + "); name a directory that belongs to the user of this process, and whose parent is"
              + " there",
          e);
    } catch (UnsupportedOperationException e) {
      throw new ReplRefusal(
          "this system has no Unix domain sockets, or no modes of files: there is no REPL on it",
          e);
    }
  }

  private static void secure(Path directory) throws IOException {
    if (Files.notExists(directory, LinkOption.NOFOLLOW_LINKS)) {
      Files.createDirectory(directory, PosixFilePermissions.asFileAttribute(OWN_DIRECTORY));
    }
    PosixFileAttributes found =
        Files.readAttributes(directory, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (!found.isDirectory()) {
      throw new ReplRefusal("repl.directory, " + directory + ", is no directory; name one");
    }
    if (!found.permissions().equals(OWN_DIRECTORY)) {
      throw new ReplRefusal(
          "repl.directory, "
              + directory
              + ", has the mode "
              + PosixFilePermissions.toString(found.permissions())
              + "; give it one that keeps others out: chmod 700 "
              + directory);
    }
  }

  /** Deletes what processes that were killed have left. */
  private static void sweep(Path directory) throws IOException {
    try (DirectoryStream<Path> sockets = Files.newDirectoryStream(directory, NAME.formatted("*"))) {
      for (Path each : sockets) {
        if (isLeft(each)) {
          Files.deleteIfExists(each);
          LOG.info("Deleted {}, the socket of a process that is gone", each);
        }
      }
    }
  }

  private static boolean isLeft(Path socket) throws IOException {
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.configureBlocking(false); // where others wait at the door, somebody is behind it
      channel.connect(UnixDomainSocketAddress.of(socket));
      return false;
    } catch (SocketException nobodyListens) {
      return true;
    }
  }

  private static ReplSocket bound(Path path) throws IOException {
    ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    ReplSocket socket = new ReplSocket(path, channel);
    try {
      channel.bind(UnixDomainSocketAddress.of(path), BACKLOG);
      Files.setPosixFilePermissions(path, OWN_FILE);
      Path directory = path.toAbsolutePath().getParent();
      if (directory == null || !Files.getOwner(path).equals(Files.getOwner(directory))) {
        throw new IOException("the directory belongs to another user");
      }
      return socket;
    } catch (IOException | RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  private static String random() {
    byte[] bytes = new byte[4];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  Path path() {
    return path;
  }

  /** Waits for the next client; ends with an exception when the socket is closed. */
  SocketChannel accept() throws IOException {
    return channel.accept();
  }

  @Override
  public void close() {
    try {
      channel.close();
      Files.deleteIfExists(path);
    } catch (IOException e) {
      LOG.warn("The REPL's socket {} didn't close; delete it: {}", path, e.toString());
    }
  }
}
