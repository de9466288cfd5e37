package io.tallyman.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallyman.delivery.PipelineRun.Met;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the Jenkinsfile has happen, in which order, and by which scripts. */
class JenkinsfileTest {

  private static final String DEPLOYING =
      "bin/deploy \"$PRODUCTION_INVENTORY\" --roll \"$BUILD_TAG\"";

  private final PipelineRun run = run();

  private static PipelineRun run() {
    try {
      return PipelineRun.of(Path.of("Jenkinsfile"));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private Met command(String line) {
    return run.all("sh").stream()
        .filter(met -> met.argument().equals(line))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no stage runs " + line));
  }

  @Test
  void shouldGoFromTheCommitToProductionInOrder() {
    assertThat(run.stages())
        .containsSubsequence(
            "Build",
            "Unit tests",
            "Integration tests",
            "Static analysis",
            "Package and bill of libraries",
            "Publish",
            "Simulator",
            "Mutants",
            "Deploy to staging",
            "Smoke test",
            "Ask for production",
            "Deploy to production",
            "Verify");
    assertThat(run.all("sh"))
        .extracting(Met::argument)
        .containsExactly(
            "bin/ci tools",
            "bin/ci build",
            "bin/ci unit",
            "bin/ci integration",
            "bin/ci analyse",
            "bin/ci package",
            "bin/publish",
            "bin/ci simulator",
            "bin/ci mutants",
            "bin/ci proof",
            "bin/deploy \"$STAGING_INVENTORY\"",
            "bin/smoke \"$STAGING_INVENTORY\"",
            DEPLOYING,
            "bin/verify \"$PRODUCTION_INVENTORY\"",
            "bin/rollback \"$PRODUCTION_INVENTORY\" --roll \"$BUILD_TAG\"");
  }

  @Test
  void shouldCallOneScriptThatALaptopHasInEveryStageThatDoesAnything() throws IOException {
    for (Met command : run.all("sh")) {
      String[] words = command.argument().split(" ", -1);
      assertThat(Files.isExecutable(Path.of(words[0]))).as(command.argument()).isTrue();
      if (words[0].equals("bin/ci")) {
        assertThat(Files.readString(Path.of("bin/ci"))).contains("\nstep_" + words[1] + "() {");
      }
    }
    assertThat(run.all("sh")).extracting(Met::within).doesNotHaveDuplicates();
  }

  @Test
  void shouldRunTheSameStepsWithoutJenkins() throws IOException {
    List<String> steps = List.of("tools", "build", "unit", "integration", "analyse", "package");

    String line =
        Files.readAllLines(Path.of(".ci/run")).stream()
            .filter(each -> each.startsWith("bin/ci "))
            .findFirst()
            .orElseThrow();
    assertThat(Stream.of(line.split(" ", -1)).skip(1)).containsExactlyInAnyOrderElementsOf(steps);
    assertThat(run.all("sh"))
        .extracting(Met::argument)
        .containsAll(steps.stream().map(step -> "bin/ci " + step).toList());
  }

  @Test
  void shouldTestAndAnalyseAtTheSameTime() {
    for (String step : List.of("unit", "integration", "analyse")) {
      assertThat(command("bin/ci " + step).isIn("Prove and analyse", "parallel")).isTrue();
    }
  }

  @Test
  void shouldHoldNoMachineWhileItAsks() {
    assertThat(run.all("agent").get(0)).isEqualTo(new Met("agent", "none", List.of("pipeline")));
    assertThat(run.all("input"))
        .singleElement()
        .satisfies(
            input ->
                assertThat(input.within())
                    .containsExactly("pipeline", "stages", "Ask for production"));
    assertThat(run.all("agent")).noneMatch(agent -> agent.isIn("Ask for production"));
    assertThat(run.all("beforeInput")).hasSize(1);
  }

  @Test
  void shouldDeployTheFilesThatWereTestedAndPackaged() {
    assertThat(run.all("archiveArtifacts"))
        .singleElement()
        .satisfies(archive -> assertThat(archive.argument()).contains("target/dist/*"));
    assertThat(run.all("stash")).hasSize(1);
    assertThat(run.all("unstash"))
        .extracting(met -> met.within().get(2))
        .containsExactly("Staging", "Production");
    assertThat(run.all("junit")).hasSize(2);
  }

  @Test
  void shouldPutProductionBackByItselfWhereTheRollOrItsVerificationFails() {
    Met back = command("bin/rollback \"$PRODUCTION_INVENTORY\" --roll \"$BUILD_TAG\"");

    assertThat(back.within()).endsWith("Roll and verify", "post", "unsuccessful");
    assertThat(command(DEPLOYING).isIn("Roll and verify")).isTrue();
    assertThat(command("bin/verify \"$PRODUCTION_INVENTORY\"").isIn("Roll and verify")).isTrue();
    assertThat(run.all("unstash"))
        .as("a build that hasn't touched production puts nothing back")
        .noneMatch(met -> met.isIn("Roll and verify"));
  }

  @Test
  void shouldLetNoTwoBuildsDeployAtOnceAndNoOlderOneLast() {
    assertThat(run.all("lock"))
        .extracting(Met::argument)
        .containsExactly("{resource=tallyman-staging}", "{resource=tallyman-production}");
    assertThat(run.all("milestone"))
        .extracting(Met::argument)
        .containsExactly("{ordinal=10}", "{ordinal=20}");
    assertThat(run.all("milestone").get(1).isIn("Before the roll")).isTrue();
  }

  @Test
  void shouldDeployNothingAtNightAndNothingButMain() {
    assertThat(run.all("cron")).hasSize(1);
    for (String stage : List.of("Publish", "Staging", "Ask for production", "Production")) {
      assertThat(run.all("branch"))
          .as(stage)
          .anyMatch(met -> met.argument().equals("main") && met.isIn(stage, "when"));
      assertThat(run.all("triggeredBy")).as(stage).anyMatch(met -> met.isIn(stage, "when", "not"));
    }
    assertThat(run.all("triggeredBy"))
        .anyMatch(met -> met.isIn("Every night", "when") && !met.isIn("not"));
  }
}
