package io.tallyman.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.dropwizard.core.Configuration;
import io.dropwizard.testing.DropwizardTestSupport;
import io.dropwizard.testing.ResourceHelpers;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Without access control: whoever is on this machine may do everything, but no browser's page. */
@Timeout(60)
class OpenOnLoopbackTest {

  private static final GuardedService APPLICATION = new GuardedService(AccessSettings.NONE);
  private static final DropwizardTestSupport<Configuration> SERVICE =
      new DropwizardTestSupport<>(
          GuardedService.class, ResourceHelpers.resourceFilePath("io/tallyman/access/access.yml")) {
        @Override
        public GuardedService newApplication() {
          return APPLICATION;
        }
      };

  private final HttpClient http = HttpClient.newHttpClient();

  @BeforeAll
  static void start() throws Exception {
    SERVICE.before();
  }

  @AfterAll
  static void stop() {
    SERVICE.after();
  }

  private HttpResponse<String> post(String... fields) throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + SERVICE.getAdminPort() + "/tasks/positions"))
            .POST(HttpRequest.BodyPublishers.ofString("a=b"));
    return http.send(
        (fields.length == 0 ? request : request.headers(fields)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void shouldLetThisMachineDoEverythingButNotAPageOfAnotherSite() throws Exception {
    HttpResponse<String> own = post("Content-Type", "application/x-www-form-urlencoded");

    assertThat(own.body()).isEqualTo("operator at 127.0.0.1 POST /tasks/positions {a=[b]} 3");

    APPLICATION.reached.clear();
    for (String[] page :
        new String[][] {{"Origin", "http://evil.example"}, {"Sec-Fetch-Site", "cross-site"}}) {
      HttpResponse<String> refused = post(page);
      assertThat(refused.statusCode()).isEqualTo(403);
      assertThat(refused.body())
          .isEqualTo("a page of another site asks for this; nothing was changed\n");
    }
    assertThat(APPLICATION.reached).isEmpty();
  }
}
