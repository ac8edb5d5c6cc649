package io.sluice.gateway.push;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.server.Gateway;
import io.sluice.gateway.support.Http;
import io.sluice.gateway.support.Reply;
import io.sluice.metrics.EngineCounters;
import io.sluice.task.TaskState;
import io.sluice.task.enqueue.RetryPolicy;
import io.sluice.task.view.TaskView;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A target that answers 202 settles its task by the calls of a worker in any language. */
@Timeout(60)
class SettleLaterTest {
  private static final Duration LIFE = Duration.ofSeconds(2);

  @Test
  void itSettlesTheTaskThroughAnyGateway() throws Exception {
    try (PushScene scene = PushScene.open(config -> config.withSessionLife(LIFE));
        Receiver receiver = Receiver.answering(202)) {
      scene.allow(receiver);
      scene.target("mail", receiver.url());
      scene.work();
      String id = scene.enqueue("mail", "1");
      Receiver.Sent sent = receiver.next();

      try (Served served = Served.by(scene)) {
        // Longer than the life of a session, which the gateway keeps alive.
        for (int i = 0; i < 3; i++) {
          assertThat(served.extend(sent).status()).isEqualTo(200);
          assertThat(
                  scene
                      .sluice()
                      .tasks()
                      .find("mail", id)
                      .delayElement(LIFE.dividedBy(2))
                      .block()
                      .state())
              .isEqualTo(TaskState.RUNNING);
        }
        Reply settled = served.settle(sent, "\"outcome\":\"succeed\",\"result\":{\"sent\":true}");

        assertThat(settled.json().at("/results/0/status").asString()).isEqualTo("settled");
        TaskView done = scene.end("mail", id);
        assertThat(done.state()).isEqualTo(TaskState.SUCCEEDED);
        assertThat(done.result()).asString().isEqualTo("{\"sent\":true}");
        assertThat(done.attempt()).isEqualTo(1);
        scene.assertBalanced("mail");
      }
    }
  }

  @Test
  void aSlotIsFreeAgainOnceItsTaskIsSettled() throws Exception {
    try (PushScene scene = PushScene.open(config -> config);
        Receiver receiver = Receiver.answering(202)) {
      scene.allow(receiver);
      scene.target("mail", receiver.url());
      scene.work();
      try (Served served = Served.by(scene)) {
        for (int i = 0; i < 3 * PushScene.SLOTS; i++) {
          scene.enqueue("mail", "1");
        }
        for (int i = 0; i < 3 * PushScene.SLOTS; i++) {
          String outcome =
              i % 2 == 0
                  ? "\"outcome\":\"succeed\""
                  : "\"outcome\":\"bury\",\"failure\":{\"message\":\"no\"}";
          Reply settled = served.settle(receiver.next(), outcome);
          assertThat(settled.json().at("/results/0/status").asString()).isEqualTo("settled");
        }
        scene.assertBalanced("mail");
      }
    }
  }

  @Test
  void whatIsNotSettledWhenItsTimeIsUpIsAFailedAttempt() throws Exception {
    try (PushScene scene = PushScene.open(config -> config);
        Receiver receiver = Receiver.answering(202)) {
      scene.allow(receiver);
      scene.target("mail", receiver.url());
      scene.work();

      String id =
          scene.enqueue(
              "mail",
              PushScene.MAIL
                  .with(new byte[] {'1'})
                  .timeout(Duration.ofMillis(300))
                  .retry(RetryPolicy.fixed(2, Duration.ofMillis(1))));

      TaskView dead = scene.end("mail", id);
      assertThat(dead.state()).isEqualTo(TaskState.DEAD);
      assertThat(dead.attempt()).isEqualTo(2);
      assertThat(dead.failure().type()).isEqualTo("push.unsettled");
      Receiver.Sent late = receiver.next();
      try (Served served = Served.by(scene)) {
        assertThat(
                served
                    .settle(late, "\"outcome\":\"succeed\"")
                    .json()
                    .at("/results/0/status")
                    .asString())
            .as("by its own token, with another outcome")
            .isEqualTo("replayed");
      }
      assertThat(scene.end("mail", id).state()).isEqualTo(TaskState.DEAD);
      scene.assertBalanced("mail");
    }
  }

  @Test
  void aTaskThatIsCancelledIsGivenUp() throws Exception {
    try (PushScene scene = PushScene.open(config -> config.withSessionLife(LIFE));
        Receiver receiver = Receiver.answering(202)) {
      scene.allow(receiver);
      scene.target("mail", receiver.url());
      scene.work();
      String id = scene.enqueue("mail", "1");
      receiver.next();

      scene.sluice().tasks().cancel("mail", id).block(PushScene.PATIENCE);

      assertThat(scene.end("mail", id).state()).isEqualTo(TaskState.CANCELLED);
      scene.assertBalanced("mail");
    }
  }

  @Test
  void aTargetThatExtendsItsSessionOutlivesTheGateway() throws Exception {
    try (PushScene scene = PushScene.open(config -> config.withSessionLife(LIFE.multipliedBy(3)));
        Receiver receiver = Receiver.answering(202)) {
      scene.allow(receiver);
      scene.target("mail", receiver.url());
      PushWorkers gateway = scene.work();
      String kept = scene.enqueue("mail", "1");
      Receiver.Sent mine = receiver.next();
      String left = scene.enqueue("mail", "2");
      Receiver.Sent other = receiver.next();

      gateway.stop(Duration.ofSeconds(10)).block(PushScene.PATIENCE);

      try (Served served = Served.by(scene)) {
        while (scene.sluice().tasks().find("mail", left).block().state() == TaskState.RUNNING) {
          assertThat(served.extend(mine).status()).isEqualTo(200);
        }
        assertThat(
                served
                    .settle(mine, "\"outcome\":\"succeed\"")
                    .json()
                    .at("/results/0/status")
                    .asString())
            .isEqualTo("settled");
        assertThat(
                served
                    .settle(other, "\"outcome\":\"succeed\"")
                    .json()
                    .at("/results/0/status")
                    .asString())
            .isEqualTo("token_lost");
      }
      assertThat(scene.end("mail", kept).state()).isEqualTo(TaskState.SUCCEEDED);
      assertThat(scene.state("mail", left, TaskState.READY).failures()).isEmpty();
      scene.assertBalanced("mail");
    }
  }

  /** The API, which knows nothing of who sends. */
  private record Served(Gateway gateway, Http http) implements AutoCloseable {
    static Served by(PushScene scene) {
      Gateway gateway =
          Gateway.start(scene.sluice(), new EngineCounters(), "127.0.0.1", 0)
              .block(PushScene.PATIENCE);
      return new Served(
          Objects.requireNonNull(gateway), new Http(Objects.requireNonNull(gateway).url()));
    }

    Reply settle(Receiver.Sent sent, String outcome) {
      return http.post(
          "/v1/queues/mail/claims/settle",
          "{\"session\":\"%s\",\"outcomes\":[{\"id\":\"%s\",\"token\":\"%s\",%s}]}"
              .formatted(
                  sent.header("Sluice-Session"),
                  sent.header("Sluice-Task-Id"),
                  sent.header("Sluice-Token"),
                  outcome));
    }

    Reply extend(Receiver.Sent sent) {
      return http.post("/v1/queues/mail/sessions/" + sent.header("Sluice-Session") + "/extend");
    }

    @Override
    public void close() {
      gateway.stop(Duration.ZERO).block(PushScene.PATIENCE);
    }
  }
}
