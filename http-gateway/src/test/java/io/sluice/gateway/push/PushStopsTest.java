package io.sluice.gateway.push;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.Sluice;
import io.sluice.gateway.support.SluiceProcess;
import io.sluice.task.TaskState;
import io.sluice.task.view.QueueSettings;
import io.sluice.task.view.TaskView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Gateways that send stop, die and work beside each other, and nothing is lost. */
@Timeout(120)
class PushStopsTest {
  private static final int TASKS = 300;

  @Test
  void aRequestThatIsUnderWayEndsWithinTheGrace() throws Exception {
    Sinks.Empty<Void> let = Sinks.empty();
    try (PushScene scene = PushScene.open(config -> config);
        Receiver receiver =
            Receiver.answering((sent, response) -> let.asMono().then(response.send()))) {
      scene.allow(receiver);
      scene.target("mail", receiver.url());
      PushWorkers gateway = scene.work();
      String id = scene.enqueue("mail", "1");
      receiver.next();

      Mono<Void> stopped = gateway.stop(Duration.ofSeconds(20)).cache();
      stopped.subscribe();
      String later = scene.enqueue("mail", "2");
      let.tryEmitEmpty();
      stopped.block(PushScene.PATIENCE);

      assertThat(scene.end("mail", id).state()).isEqualTo(TaskState.SUCCEEDED);
      assertThat(scene.state("mail", later, TaskState.READY).attempt()).isEqualTo(0);
      assertThat(receiver.waiting()).isEqualTo(0);
      assertThat(scene.sluice().queues().find("mail").block().workers()).isEqualTo(0);
      scene.assertBalanced("mail");
    }
  }

  @Test
  void whatDoesNotEndWithinTheGraceGoesBackWithoutAnAttempt() throws Exception {
    try (PushScene scene = PushScene.open(config -> config);
        Receiver receiver = Receiver.answering((sent, response) -> Mono.never())) {
      scene.allow(receiver);
      scene.target("mail", receiver.url());
      PushWorkers gateway = scene.work();
      String id = scene.enqueue("mail", "1");
      receiver.next();

      gateway.stop(Duration.ofMillis(100)).block(PushScene.PATIENCE);

      TaskView back = scene.state("mail", id, TaskState.READY);
      assertThat(back.attempt()).isEqualTo(0);
      assertThat(back.crashes()).isEqualTo(0);
      scene.assertBalanced("mail");
    }
  }

  @Test
  void aTaskThatIsCancelledEndsItsRequest() throws Exception {
    CountDownLatch gone = new CountDownLatch(1);
    try (PushScene scene = PushScene.open(config -> config.withSessionLife(Duration.ofSeconds(2)));
        Receiver receiver =
            Receiver.answering(
                (sent, response) -> {
                  response.withConnection(of -> of.onDispose(gone::countDown));
                  return Mono.never();
                })) {
      scene.allow(receiver);
      scene.target("mail", receiver.url());
      scene.work();
      String id = scene.enqueue("mail", "1");
      receiver.next();

      scene.sluice().tasks().cancel("mail", id).block(PushScene.PATIENCE);

      assertThat(scene.end("mail", id).state()).isEqualTo(TaskState.CANCELLED);
      gone.await();
    }
  }

  @Test
  void twoGatewaysShareTheWorkAndTheEndOfOneCostsNothing() throws Exception {
    Map<String, Integer> got = new ConcurrentHashMap<>();
    Set<String> senders = ConcurrentHashMap.newKeySet();
    CountDownLatch half = new CountDownLatch(TASKS / 2);
    try (PushScene scene = PushScene.open(config -> config);
        Receiver receiver =
            Receiver.answering(
                (sent, response) -> {
                  got.merge(sent.header("Sluice-Task-Id"), 1, Integer::sum);
                  senders.add(sent.header("Sluice-Session"));
                  half.countDown();
                  return response.send();
                })) {
      scene.allow(receiver);
      scene.target("mail", receiver.url());
      PushWorkers one = scene.work();
      scene.work(scene.anotherEngine(), null);
      List<String> ids = new ArrayList<>();
      for (int i = 0; i < TASKS; i++) {
        ids.add(scene.enqueue("mail", "1"));
      }
      half.await();

      one.stop(Duration.ofSeconds(5)).block(PushScene.PATIENCE);

      for (String id : ids) {
        assertThat(scene.end("mail", id).state()).isEqualTo(TaskState.SUCCEEDED);
      }
      assertThat(got).hasSize(TASKS);
      assertThat(got.values()).allMatch(times -> times == 1);
      assertThat(senders.size()).isBetween(2, 2 * PushScene.SLOTS);
      scene.assertBalanced("mail");
    }
  }

  @Test
  void whatAKilledGatewayHadIsSentByAnother() throws Exception {
    AtomicBoolean isFirst = new AtomicBoolean(true);
    try (PushScene scene = PushScene.open(config -> config);
        Receiver receiver =
            Receiver.answering(
                (sent, response) -> isFirst.getAndSet(false) ? Mono.never() : response.send())) {
      scene.allow(receiver);
      scene.target("mail", receiver.url());
      String id;
      try (SluiceProcess gateway =
          SluiceProcess.start(
              "serve",
              "--port=0",
              "--redis=" + scene.redis().uri(),
              "--session-life=2s",
              "--push-file=" + scene.file())) {
        gateway.http();
        id = scene.enqueue("mail", "slow");
        receiver.next();
        gateway.kill();
      }
      scene.work();

      TaskView done = scene.end("mail", id);
      assertThat(done.state()).isEqualTo(TaskState.SUCCEEDED);
      assertThat(done.crashes()).isEqualTo(1);
      scene.assertBalanced("mail");
    }
  }

  @Test
  void theTasksOfADividedQueueAreSentToo() throws Exception {
    try (PushScene scene = PushScene.open(config -> config);
        Receiver receiver = Receiver.answering(200)) {
      scene.allow(receiver);
      scene.target("mail", receiver.url());
      scene.sluice().queues().divide("mail", 3).block(PushScene.PATIENCE);
      scene.work();
      List<String> ids = new ArrayList<>();
      for (int i = 0; i < TASKS / 10; i++) {
        ids.add(scene.enqueue("mail", "1"));
      }

      for (String id : ids) {
        assertThat(scene.end("mail", id).state()).isEqualTo(TaskState.SUCCEEDED);
      }
      scene.assertBalanced("mail");
    }
  }

  @Test
  void aTargetThatIsTakenAwayIsNotCalledAnyMore() throws Exception {
    try (PushScene scene = PushScene.open(config -> config);
        Receiver receiver = Receiver.answering(200);
        Receiver another = Receiver.answering(200)) {
      scene.allow(receiver, another);
      scene.target("mail", receiver.url());
      scene.work();
      scene.end("mail", scene.enqueue("mail", "1"));

      scene.target("mail", another.url());
      while (another.waiting() == 0) {
        scene.end("mail", scene.enqueue("mail", "2"));
      }
      scene.sluice().queues().configure("mail", QueueSettings.NONE).block(PushScene.PATIENCE);
      while (scene.sluice().queues().find("mail").block().workers() > 0) {
        Thread.onSpinWait();
      }
      String left = scene.enqueue("mail", "3");

      assertThat(scene.state("mail", left, TaskState.READY).attempt()).isEqualTo(0);
    }
  }

  @Test
  void aTargetThatTheFileDoesNotAllowLeavesTheTasksForOthers() throws Exception {
    try (PushScene scene = PushScene.open(config -> config);
        Receiver receiver = Receiver.answering(200)) {
      scene.rules(PushScene.KEY);
      scene.target("mail", receiver.url());
      scene.work();
      String id = scene.enqueue("mail", "1");
      Sluice other = scene.anotherEngine();

      scene.allow(receiver);
      scene.work(other, null);

      assertThat(scene.end("mail", id).attempt()).isEqualTo(1);
    }
  }
}
