package io.tallyman;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dropwizard.configuration.ConfigurationException;
import io.dropwizard.configuration.FileConfigurationSourceProvider;
import io.dropwizard.jackson.Jackson;
import io.dropwizard.jersey.validation.Validators;
import io.tallyman.rollup.RollupDefinition;
import io.tallyman.rollup.RollupTable;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The key {@code enabled} of a source, and the source that {@code config.yml} switches off. */
final class ConfigurationSwitchTest {

  private static final String SMOKE = "${TALLYMAN_SMOKE:-false}";

  @TempDir Path folder;

  /** The project's own file, with one text in the place of another. */
  private Blueprint read(String from, String to) throws Exception {
    String text = Files.readString(Path.of("config.yml"));
    assertThat(text).contains(from);
    return read(text.replace(from, to));
  }

  private Blueprint read(String text) throws Exception {
    Path file = Files.writeString(folder.resolve("config.yml"), text);
    return new TallymanConfigurationFactory(
            Validators.newValidator(), Jackson.newObjectMapper(), "dw")
        .build(new FileConfigurationSourceProvider(), file.toString())
        .blueprint();
  }

  @Test
  void shouldLeaveASourceOutThatIsSwitchedOffAndItsRollupsWithIt() throws Exception {
    Blueprint off = read(SMOKE, "false");

    assertThat(off.settings().sources()).extracting(Settings.Source::name).containsOnly("tracking");
    assertThat(off.engines()).hasSize(1);
    assertThat(off.tables()).hasSize(3).noneMatch(table -> table.id().name().startsWith("smoke"));
    assertThat(off.rollupNames()).hasSize(3).doesNotContain("smoke_runs");
    assertThat(off.settings().switchedOff())
        .singleElement()
        .hasToString(
            "source smoke is switched off (sources.smoke.enabled), and its rollups with it:"
                + " smoke_runs");
  }

  @Test
  void shouldReadItWhereItIsSwitchedOnOrNothingIsSaid() throws Exception {
    for (String on : new String[] {"enabled: true", ""}) {
      Blueprint blueprint = read("enabled: " + SMOKE, on);

      assertThat(blueprint.settings().switchedOff()).isEmpty();
      assertThat(blueprint.tables())
          .filteredOn(table -> table.source().equals("smoke"))
          .extracting(RollupTable::topic)
          .containsExactly("tallyman-smoke");
      assertThat(blueprint.settings().rollups())
          .filteredOn(io.tallyman.smoke.SmokeRollup::isAs)
          .extracting(RollupDefinition::name)
          .containsExactly("smoke_runs");
    }
  }

  @Test
  void shouldCheckTheWordsOfWhatIsSwitchedOffAndNotItsSchemas() throws Exception {
    assertThat(read("io.tallyman.events.SmokeEvent", "no.such.Schema").engines()).hasSize(1);

    String text = Files.readString(Path.of("config.yml"));
    assertThatThrownBy(
            () ->
                read(
                    text.replace(SMOKE, "maybe")
                        .replace("framing: single-object", "framing: avro")
                        .replace("source: smoke", "source: smok")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("sources.smoke.enabled: 'maybe' is neither true nor false")
        .hasMessageContaining("'avro' is no framing")
        .hasMessageContaining("there is no source 'smok'");
  }

  @Test
  void shouldRefuseAFileInWhichNothingIsLeftToCount() throws Exception {
    String text = Files.readString(Path.of("config.yml"));
    String alone = text.replace("  tracking:\n", "  tracking:\n    enabled: false\n");

    assertThatThrownBy(() -> read(alone))
        .hasMessageContaining("sources: every source is switched off; write enabled: true in one");
    assertThatThrownBy(
            () ->
                read(
                    alone
                        .replace(SMOKE, "true")
                        .replaceAll("(?s)  smoke_runs:.*?# access", "# access")))
        .hasMessageContaining("rollups: each is of a source that is switched off");
  }
}
