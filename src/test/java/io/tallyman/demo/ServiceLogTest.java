package io.tallyman.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceLogTest {

  @TempDir private Path folder;

  @Test
  void shouldFindComplaintsThatAreNotAboutPlantedRecords() throws IOException {
    Path log =
        Files.writeString(
            folder.resolve("server.log"),
            """
            INFO  [2026-11-21 01:00:00,000] io.tallyman.Service: no WARN at all, and this line goes on
            WARN  [2026-11-21 01:00:01,000] io.tallyman.consume.RejectLog: Rejected 3 more records
            WARN  [2026-11-21 01:00:02,000] io.tallyman.store.Writer: The database is slow
            ERROR [2026-11-21 01:00:03,000] io.tallyman.store.Writer: The database is gone
            """);

    assertThat(ServiceLog.read(log).complaints())
        .hasSize(2)
        .anyMatch(line -> line.endsWith("is slow"))
        .anyMatch(line -> line.endsWith("is gone"));
  }
}
