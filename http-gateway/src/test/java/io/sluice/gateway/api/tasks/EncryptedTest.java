package io.sluice.gateway.api.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.Sluice;
import io.sluice.config.SluiceConfig;
import io.sluice.encryption.Encrypted;
import io.sluice.encryption.EncryptionKeys;
import io.sluice.gateway.support.Http;
import io.sluice.gateway.support.Reply;
import io.sluice.gateway.support.TestGateway;
import io.sluice.schedule.Schedule;
import io.sluice.task.enqueue.TaskHandle;
import io.sluice.task.enqueue.TaskType;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** What callers are told of what an engine has encrypted: the gateway has no key. */
class EncryptedTest {
  private static final Duration SOON = Duration.ofSeconds(15);
  private static final TaskType<String, String> PAY =
      TaskType.of("pay", String.class, String.class);
  private static final TestGateway GATEWAY = TestGateway.start();
  private static final Http HTTP = GATEWAY.http();
  private static final Sluice SLUICE =
      Sluice.builder(SluiceConfig.of(GATEWAY.redis().uri()))
          .encrypt(EncryptionKeys.of("k1", new byte[32]))
          .connect();

  @AfterAll
  static void stop() {
    SLUICE.stop(Duration.ZERO).block(SOON);
    GATEWAY.close();
  }

  @Test
  void aTaskIsShownWithTheIdOfTheKeyInPlaceOfItsPayloadAndResult() {
    SLUICE.worker("shown").handle(PAY, task -> Mono.just(task.payload())).start();
    TaskHandle<String> task = SLUICE.enqueue("shown", PAY.with("4111")).block(SOON);
    SLUICE.result(task).block(SOON);
    String path = "/v1/queues/shown/tasks/" + task.id();

    Reply shown = HTTP.get(path + "?include=payload");
    Reply result = HTTP.get(path + "/result");

    assertThat(shown.member("payloadEncryptedBy")).isEqualTo("k1");
    assertThat(shown.member("resultEncryptedBy")).isEqualTo("k1");
    assertThat(shown.json().has("payload")).isFalse();
    assertThat(shown.json().has("result")).isFalse();
    assertThat(result.header("Content-Type")).isEqualTo("application/octet-stream");
    assertThat(Encrypted.keyOf(result.body())).isEqualTo("k1");
  }

  @Test
  void aWorkerOverHttpGetsTheBytesUnderAnotherName() {
    SLUICE.enqueue("claimed", PAY.with("4111")).block(SOON);

    Reply claimed = HTTP.post("/v1/queues/claimed/claims", "{\"max\":1}");

    assertThat(claimed.json().at("/tasks/0/payloadEncryptedBy").asString()).isEqualTo("k1");
    assertThat(claimed.json().at("/tasks/0").has("payload")).isFalse();
    byte[] bytes =
        Base64.getDecoder().decode(claimed.json().at("/tasks/0/payloadEncrypted").asString());
    assertThat(Encrypted.keyOf(bytes)).isEqualTo("k1");
  }

  @Test
  void aScheduleIsShownWithTheIdOfTheKeyAndCannotBePutAgainWithoutItsPayload() {
    SLUICE
        .schedules()
        .put("nightly", Schedule.every(Duration.ofDays(300)), "nights", PAY.with("4111"))
        .block(SOON);

    Reply shown = HTTP.get("/v1/schedules/nightly");
    Reply again =
        HTTP.put(
            "/v1/schedules/nightly",
            "{\"queue\":\"nights\",\"every\":\"300d\",\"task\":" + shown.json().path("task") + "}");

    assertThat(shown.json().at("/task/payloadEncryptedBy").asString()).isEqualTo("k1");
    assertThat(shown.json().path("task").has("payload")).isFalse();
    assertThat(again.status()).isEqualTo(422);
    assertThat(again.text()).contains("payloadEncryptedBy");
  }

  @Test
  void aBinaryPayloadThatIsNotEncryptedIsShownAsBefore() {
    String id =
        GATEWAY
            .sluice()
            .enqueue("raw", TaskType.raw("a").with(new byte[] {(byte) 0x91, 'S', 'L', 'E', 1}))
            .block(SOON)
            .id()
            .value();

    assertThat(HTTP.get("/v1/queues/raw/tasks/" + id + "?include=payload").member("payload"))
        .isEqualTo("kVNMRQE=");
  }
}
