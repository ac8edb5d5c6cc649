package io.sluice.gateway.push;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.task.TaskState;
import io.sluice.task.enqueue.PushTarget;
import io.sluice.task.view.TaskView;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Mono;

/** A queue with a target: each of its tasks is a request. */
@Timeout(60)
class PushTest {
  @Test
  void aTaskIsSentToTheTargetOfItsQueueAndHasItsAnswerAsResult() throws Exception {
    try (PushScene scene = PushScene.open(config -> config);
        Receiver receiver =
            Receiver.answering(
                (sent, response) ->
                    response
                        .header("Content-Type", "application/json")
                        .sendString(Mono.just("{\"sent\":true}")))) {
      scene.allow(receiver);
      scene.target(
          "mail", new PushTarget(receiver.url() + "/hooks?a=b", "POST", Map.of("X-Shop", "seven")));
      scene.work();

      String id =
          scene.enqueue(
              "mail",
              PushScene.MAIL
                  .with("{\"to\":\"ann\"}".getBytes(StandardCharsets.UTF_8))
                  .headers(
                      Map.of(
                          "traceparent",
                          "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")));

      TaskView done = scene.end("mail", id);
      assertThat(done.state()).isEqualTo(TaskState.SUCCEEDED);
      assertThat(done.result()).asString().isEqualTo("{\"sent\":true}");
      Receiver.Sent sent = receiver.next();
      assertThat(sent.method()).isEqualTo("POST");
      assertThat(sent.path()).isEqualTo("/hooks?a=b");
      assertThat(sent.body()).asString().isEqualTo("{\"to\":\"ann\"}");
      assertThat(sent.headers())
          .containsEntry("Content-Type", "application/json")
          .containsEntry("Content-Length", "12")
          .containsEntry("X-Shop", "seven")
          .containsEntry("Sluice-Queue", "mail")
          .containsEntry("Sluice-Task-Id", id)
          .containsEntry("Sluice-Type", "mail.send")
          .containsEntry("Sluice-Attempt", "1")
          .containsEntry("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
          .containsKeys("Sluice-Timestamp", "Sluice-Session", "Sluice-Token");
      assertThat(sent.header("Sluice-Signature")).isEqualTo("shop=" + signature(sent));
      assertThat(
              scene
                  .meters()
                  .get("sluice.push.requests")
                  .tag("outcome", "succeeded")
                  .timer()
                  .count())
          .isEqualTo(1);
      scene.assertBalanced("mail");
    }
  }

  /** As docs/push.md says it. */
  private static String signature(Receiver.Sent sent) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(
        new SecretKeySpec(
            "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII), "HmacSHA256"));
    for (String part :
        List.of(
            "v1",
            sent.header("Sluice-Timestamp"),
            sent.header("Sluice-Queue"),
            sent.header("Sluice-Task-Id"),
            sent.header("Sluice-Type"),
            sent.header("Sluice-Attempt"))) {
      mac.update((part + "\n").getBytes(StandardCharsets.UTF_8));
    }
    return HexFormat.of().formatHex(mac.doFinal(sent.body()));
  }
}
