package io.tallyman.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LicenceRuleTest {
  private static final String DRIVERS =
      "The GNU General Public License, v2 with Universal FOSS Exception, v1.0";

  @Test
  void shouldTakeALicenceOfTheList() {
    assertThat(LicenceRule.faults("a:b", List.of("Apache-2.0"))).isEmpty();
  }

  @Test
  void shouldChooseWhereThereIsAChoice() {
    assertThat(LicenceRule.faults("a:b", List.of("LGPL-2.1-only", "EPL-2.0"))).isEmpty();
  }

  @Test
  void shouldRefuseALibraryWithNoLicenceThatWeTake() {
    assertThat(LicenceRule.faults("a:b", List.of("LGPL-2.1-only"))).hasSize(1);
    assertThat(LicenceRule.faults("a:b", List.of())).hasSize(1);
  }

  @Test
  void shouldRefuseANameThatNobodyDecidedAbout() {
    assertThat(LicenceRule.faults("a:b", List.of("Apache-2.0", "AGPL-3.0-only")))
        .singleElement()
        .asString()
        .contains("a:b", "AGPL-3.0-only");
  }

  @Test
  void shouldTakeTheDriversExceptionFromTheDriverAlone() {
    assertThat(LicenceRule.faults("com.mysql:mysql-connector-j", List.of(DRIVERS))).isEmpty();
    assertThat(LicenceRule.faults("com.mysql:other", List.of(DRIVERS))).hasSize(1);
    assertThat(LicenceRule.faults("com.mysql:mysql-connector-j", List.of("GPL-2.0-only")))
        .hasSize(1);
  }
}
