package io.tallyman.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ClusterOptionsTest {
  private static final Path HOME = Path.of("/home/of/the project");

  @Test
  void shouldKeepDataInTheProjectUnlessTold() {
    ClusterOptions options = parse("start");
    assertThat(options.folder()).isEqualTo(HOME.resolve(".tallyman/cluster"));
    assertThat(options.brokerPorts()).isEmpty();
    assertThat(options.databasePort()).isZero();
  }

  @Test
  void shouldTakeFolderAndPorts() {
    ClusterOptions options = parse("start", "--data", "/a b", "--ports", "1,2,3,4");
    assertThat(options.folder()).isEqualTo(Path.of("/a b"));
    assertThat(options.brokerPorts()).containsExactly(1, 2, 3);
    assertThat(options.databasePort()).isEqualTo(4);
  }

  @Test
  void shouldKeepTheDataOnRequest() {
    assertThat(parse("stop").keep()).isFalse();
    assertThat(parse("stop", "--keep").keep()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          restart                   | bin/cluster takes start, stop, status or sql, not 'restart'
          start --fast              | bin/cluster start knows no --fast
          stop --ports 1,2,3,4      | bin/cluster stop knows no --ports
          start --keep              | --keep is for bin/cluster stop
          start --data              | --data needs a value
          start SELECT              | bin/cluster start knows no SELECT
          sql                       | bin/cluster sql needs a statement
          sql SELECT 1              | bin/cluster sql knows no 1
          start --ports 1,2,3       | --ports needs four different ports
          start --ports 1,2,3,3     | --ports needs four different ports
          start --ports 1,2,3,70000 | --ports needs four different ports
          start --ports a,b,c,d     | --ports needs four different ports
          """)
  void shouldRefuseWhatItDoesNotKnow(String words, String sentence) {
    assertThatThrownBy(() -> parse(words.split(" ", -1)))
        .isInstanceOf(ServerFailure.class)
        .hasMessageStartingWith(sentence);
  }

  private static ClusterOptions parse(String... words) {
    return ClusterOptions.parse(List.of(words), HOME);
  }
}
