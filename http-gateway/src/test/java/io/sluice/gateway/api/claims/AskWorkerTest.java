package io.sluice.gateway.api.claims;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.support.Http;
import io.sluice.gateway.support.Reply;
import io.sluice.gateway.support.TestGateway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** An operator asks workers to be quiet, to stop, and to claim again. */
class AskWorkerTest {
  private static final TestGateway GATEWAY = TestGateway.start(config -> config);
  private static final Http HTTP = GATEWAY.http();
  private static final String AT = "/v1/queues/asked";

  /** A queue whose workers are listed. */
  @BeforeAll
  static void begin() {
    HTTP.enqueue("asked", "{\"type\":\"email\",\"delay\":\"1h\"}");
  }

  @AfterAll
  static void stop() {
    GATEWAY.close();
  }

  @Test
  void aQuietWorkerGetsNoTasksUntilItIsToClaimAgain() {
    String session = HTTP.post(AT + "/claims", "{}").member("session");
    HTTP.enqueue("asked", "{\"type\":\"email\",\"id\":\"a\"}");

    Reply asked = HTTP.post(AT + "/sessions/" + session + "/quiet");
    assertThat(asked.status()).isEqualTo(200);
    assertThat(asked.text())
        .isEqualTo("{\"queue\":\"asked\",\"session\":\"" + session + "\",\"asked\":\"quiet\"}");
    assertThat(worker(session).path("asked").asString()).isEqualTo("quiet");
    assertThat(HTTP.post(AT + "/sessions/" + session + "/extend").member("asked"))
        .isEqualTo("quiet");
    assertThat(claim(session)).isEmpty();

    assertThat(HTTP.post(AT + "/sessions/" + session + "/resume").member("asked"))
        .isEqualTo("claim");
    assertThat(claim(session)).hasSize(1);
  }

  @Test
  void aWorkerThatIsToStopIsToldSo() {
    String session = HTTP.post(AT + "/claims", "{}").member("session");

    assertThat(HTTP.post(AT + "/sessions/" + session + "/stop").status()).isEqualTo(200);

    assertThat(HTTP.post(AT + "/sessions/" + session + "/extend").member("asked"))
        .isEqualTo("stop");
    assertThat(claim(session)).isEmpty();
  }

  @Test
  void ofAWorkerThatNobodyAskedAnythingNothingIsSaid() {
    String session = HTTP.post(AT + "/claims", "{}").member("session");

    assertThat(worker(session).has("asked")).isFalse();
    assertThat(HTTP.post(AT + "/sessions/" + session + "/extend").json().has("asked")).isFalse();
  }

  @Test
  void whoIsNotThereCannotBeAsked() {
    for (String word : new String[] {"quiet", "stop", "resume"}) {
      Reply reply = HTTP.post(AT + "/sessions/nobody/" + word);

      assertThat(reply.status()).isEqualTo(404);
      assertThat(reply.member("code")).isEqualTo("unknown_session");
    }
  }

  private static JsonNode claim(String session) {
    return HTTP.post(AT + "/claims", "{\"session\":\"" + session + "\",\"wait\":\"10ms\"}")
        .json()
        .path("tasks");
  }

  private static JsonNode worker(String session) {
    for (JsonNode worker : HTTP.get("/v1/workers").json().path("items")) {
      if (worker.path("session").asString().equals(session)) {
        return worker;
      }
    }
    throw new AssertionError("no worker " + session);
  }
}
