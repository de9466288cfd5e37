package io.tallyman.cluster;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Properties;

/**
 * The folder of an embedded database: {@code data}, and {@code accounts.properties}, which only its
 * owner can read and which is written last: without it the data is the debris of a first start that
 * failed, and is thrown away.
 */
final class DatabaseFiles {
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
    Path draft = folder.resolve("accounts.new");
    Files.deleteIfExists(draft);
    Files.createFile(
        draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try (Writer writer = Files.newBufferedWriter(draft)) {
      accounts.store(writer, null);
    }
    Files.move(draft, accountsFile(), StandardCopyOption.ATOMIC_MOVE);
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

  private Path accountsFile() {
    return folder.resolve("accounts.properties");
  }
}
