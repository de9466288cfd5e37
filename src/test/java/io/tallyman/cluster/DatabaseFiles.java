package io.tallyman.cluster;

import java.io.IOException;
import java.io.OutputStream;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Properties;

/**
 * The folder of a database of ours: {@code data}, and {@code accounts.properties}, which only its
 * owner can read and which is written last: without it the data is the debris of a first start that
 * failed, and is thrown away.
 */
public final class DatabaseFiles {
  private final Path folder;

  DatabaseFiles(Path folder) {
    this.folder = folder;
  }

  Path folder() {
    return folder;
  }

  Path data() {
    return folder.resolve("data");
  }

  boolean isComplete() {
    return Files.exists(accountsFile());
  }

  /** An empty data folder, whatever was there. */
  void clear() throws IOException {
    Files.deleteIfExists(accountsFile());
    Folders.delete(data());
    Files.createDirectories(data());
  }

  void complete(Properties accounts) throws IOException {
    StringWriter text = new StringWriter();
    accounts.store(text, null);
    writePrivately(accountsFile(), text.toString());
  }

  Properties accounts() throws IOException {
    Properties accounts = new Properties();
    try (Reader reader = Files.newBufferedReader(accountsFile())) {
      accounts.load(reader);
    }
    return accounts;
  }

  /** The port of the last time, or 0. */
  int port() {
    try {
      return Integer.parseInt(Files.readString(folder.resolve("database.port")).strip());
    } catch (IOException | NumberFormatException e) {
      return 0; // none known, or cut short by a crash: another will do
    }
  }

  void rememberPort(int port) throws IOException {
    Files.writeString(folder.resolve("database.port"), port + "\n");
  }

  /** All or nothing, and for nobody else's eyes. */
  void writePrivately(Path file, String text) throws IOException {
    Path draft = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(draft);
    Files.createFile(
        draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(draft, text);
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
  }

  boolean belongToRoot() throws IOException {
    return Integer.valueOf(0).equals(Files.getAttribute(folder, "unix:uid"));
  }

  /** Runs a program of the server that ends by itself; throws with its output if it fails. */
  void runToEnd(List<String> command, Feed feed) throws IOException {
    Path log = folder.resolve("database-init.log");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .directory(folder.toFile())
            .start();
    String trouble = feed(process, feed);
    if (exitOf(process) != 0 || !trouble.isEmpty()) {
      throw new IOException(
          "The database server can't make its system tables: "
              + trouble
              + "\n"
              + Files.readString(log));
    }
  }

  /** Returns why not all was fed: a program that fails ends early, and its own words say more. */
  private static String feed(Process process, Feed feed) {
    try (OutputStream input = process.getOutputStream()) {
      feed.into(input);
      return "";
    } catch (IOException e) {
      return e.toString();
    }
  }

  private static int exitOf(Process process) {
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new ServerFailure("Interrupted while the database was made", e);
    }
  }

  private Path accountsFile() {
    return folder.resolve("accounts.properties");
  }

  /** What a program reads from standard input. */
  @FunctionalInterface
  interface Feed {
    void into(OutputStream input) throws IOException;
  }
}
