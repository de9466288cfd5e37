package io.tallyman.prove;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.tallyman.cluster.Ending;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A small part of {@code bin/prove}: the wire is cut during ten COMMITs, then each host is killed,
 * the second one inside an open transaction.
 */
@Timeout(400)
final class ProveIT {

  private static final Path HOME =
      Path.of(System.getProperty("tallyman.home", "")).toAbsolutePath();
  private static final int LINES = 120_000;
  private static final int RATE = 15_000;
  private static final long SEED = 1;

  @TempDir private Path folder;

  @Test
  void shouldCountEveryLineOnceThoughHostsAreKilledAndCommitsAreCut() throws Exception {
    Optional<Path> data = DataSet.find(HOME);
    assumeThat(data).as("the data set isn't on this machine").isPresent();
    assumeThat(Recount.isPossible()).as("python3 runs on this machine").isTrue();
    DataSet lines = DataSet.head(data.get(), LINES, folder.resolve("online-retail.csv"));
    Path jar = Path.of(System.getProperty("tallyman.jar", ""));
    Proof proof =
        new Proof(
            new Proof.Means(HOME, jar, lines, RATE),
            new Patience(new Ending(), System::nanoTime),
            new Journal(System.out, System::nanoTime));

    Verdict verdict =
        proof.carryOut(
            new Plan("cuts and kills", ProveIT::cutAndKill),
            Files.createDirectories(folder.resolve("stage")));

    assertThat(lines.lines()).isEqualTo(LINES);
    assertThat(verdict.findings())
        .hasSizeGreaterThan(8)
        .allSatisfy(finding -> assertThat(finding.holds()).as(finding.toString()).isTrue());
  }

  private static List<Finding> cutAndKill(Counting counting)
      throws SQLException, InterruptedException {
    RandomGenerator random = new SplittableRandom(SEED);
    List<Finding> findings = new ArrayList<>(new CommitCuts(10, 10, random).inflictOn(counting));
    findings.addAll(new Kills(2, 50, random).inflictOn(counting));
    return findings;
  }
}
