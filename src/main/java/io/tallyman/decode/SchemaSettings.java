package io.tallyman.decode;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where the schemas are: the key {@code schemas} of {@code config.yml}.
 *
 * @param directory the folder of the {@code .avsc} files, those in folders below it included;
 *     {@code avro-schemas} where it isn't said
 */
public record SchemaSettings(Path directory) {

  private static final Path DEFAULT_DIRECTORY = Path.of("avro-schemas");

  public SchemaSettings(@Nullable Path directory) {
    this.directory = directory == null ? DEFAULT_DIRECTORY : directory;
  }
}
