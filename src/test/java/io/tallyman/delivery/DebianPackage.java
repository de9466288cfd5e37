package io.tallyman.delivery;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.ar.ArArchiveEntry;
import org.apache.commons.compress.archivers.ar.ArArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;

/**
 * A Debian package, read without dpkg.
 *
 * @param control what dpkg keeps about the package: its description, its scripts, its list of
 *     conffiles
 * @param data what it puts on the host, by path
 */
record DebianPackage(Map<String, Entry> control, Map<String, Entry> data) {

  /**
   * A file or, with a path that ends in a slash, a folder.
   *
   * @param owner as {@code user:group}
   */
  record Entry(String owner, int mode, ByteBuffer content) {
    String text() {
      return StandardCharsets.UTF_8.decode(content.duplicate()).toString();
    }
  }

  /** The newest of the folder: a package of an older commit may lie beside it. */
  static DebianPackage newestOf(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return of(
          files
              .filter(file -> file.getFileName().toString().matches("tallyman_.*_all\\.deb"))
              .max(Comparator.comparing(DebianPackage::lastModified))
              .orElseThrow(() -> new IOException("no tallyman_VERSION_all.deb in " + folder)));
    }
  }

  private static long lastModified(Path file) {
    try {
      return Files.getLastModifiedTime(file).toMillis();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static DebianPackage of(Path file) throws IOException {
    Map<String, Entry> control = new TreeMap<>();
    Map<String, Entry> data = new TreeMap<>();
    try (ArArchiveInputStream parts = new ArArchiveInputStream(Files.newInputStream(file))) {
      for (ArArchiveEntry part = parts.getNextEntry(); part != null; part = parts.getNextEntry()) {
        switch (part.getName()) {
          case "control.tar.gz" -> read(parts.readAllBytes(), control);
          case "data.tar.gz" -> read(parts.readAllBytes(), data);
          default -> parts.readAllBytes();
        }
      }
    }
    return new DebianPackage(control, data);
  }

  private static void read(byte[] archive, Map<String, Entry> entries) throws IOException {
    InputStream unzipped = new GzipCompressorInputStream(new ByteArrayInputStream(archive));
    try (TarArchiveInputStream tar = new TarArchiveInputStream(unzipped)) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        entries.put(
            entry.getName().replaceFirst("^\\./", ""),
            new Entry(
                entry.getUserName() + ":" + entry.getGroupName(),
                entry.getMode() & 07777,
                ByteBuffer.wrap(tar.readAllBytes()).asReadOnlyBuffer()));
      }
    }
  }
}
