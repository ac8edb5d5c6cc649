package io.sluice.gateway.push;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.task.TaskState;
import io.sluice.task.view.TaskView;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A task that names a target itself. */
@Timeout(60)
class TaskTargetTest {
  @Test
  void goesThereAndTheOthersToTheTargetOfTheQueue() throws Exception {
    try (PushScene scene = PushScene.open(config -> config);
        Receiver ofQueue = Receiver.answering(200);
        Receiver ofTask = Receiver.answering(200)) {
      scene.rules(
          PushScene.KEY,
          "allow=" + ofQueue.url() + " keys=shop networks=127.0.0.0/8",
          "allow=" + ofTask.url() + " keys=shop networks=127.0.0.0/8 tasks=yes");
      scene.target("mail", ofQueue.url() + "/all");
      scene.work();

      String own =
          enqueue(
              scene,
              Map.of(
                  "push-url", ofTask.url() + "/own?x",
                  "Push-Method", "PUT",
                  "push-header-X-Shop", "9",
                  "else", "not sent"));
      String other = enqueue(scene, Map.of("push-method", "PUT"));

      assertThat(scene.end("mail", own).state()).isEqualTo(TaskState.SUCCEEDED);
      assertThat(scene.end("mail", other).state()).isEqualTo(TaskState.SUCCEEDED);
      Receiver.Sent sent = ofTask.next();
      assertThat(sent.method()).isEqualTo("PUT");
      assertThat(sent.path()).isEqualTo("/own?x");
      assertThat(sent.headers())
          .containsEntry("X-Shop", "9")
          .containsEntry("Sluice-Task-Id", own)
          .doesNotContainKeys("else", "push-url");
      assertThat(ofQueue.next().header("Sluice-Task-Id")).isEqualTo(other);
      scene.assertBalanced("mail");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "http://127.0.0.1:19/, no line of the push file allows",
    "URL, without tasks=yes",
    "http://localhost:19/, no line of the push file allows",
    "http://2130706433/, four decimal numbers",
    "http://a@127.0.0.1/, a user or a password",
    "file:///etc/passwd, url must be http"
  })
  void isDeadAtOnceWhenItsTargetWillNotDo(String url, String why) {
    try (PushScene scene = PushScene.open(config -> config);
        Receiver receiver = Receiver.answering(200)) {
      scene.allow(receiver);
      scene.target("mail", receiver.url());
      scene.work();

      TaskView dead =
          scene.end("mail", enqueue(scene, Map.of("push-url", url.replace("URL", receiver.url()))));

      assertThat(dead.state()).isEqualTo(TaskState.DEAD);
      assertThat(dead.failure().type()).isEqualTo("push.target_refused");
      assertThat(dead.failure().message()).contains(why);
      assertThat(receiver.waiting()).isEqualTo(0);
      scene.assertBalanced("mail");
    }
  }

  private static String enqueue(PushScene scene, Map<String, String> headers) {
    return scene.enqueue("mail", PushScene.MAIL.with(new byte[] {'1'}).headers(headers));
  }
}
