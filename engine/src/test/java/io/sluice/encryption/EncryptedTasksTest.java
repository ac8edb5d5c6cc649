package io.sluice.encryption;

import static io.sluice.Work.ECHO;
import static io.sluice.Work.attempts;
import static io.sluice.encryption.Keys.K1;
import static io.sluice.encryption.Keys.K2;
import static io.sluice.encryption.Keys.ONE;
import static io.sluice.encryption.Keys.TWO;
import static io.sluice.testing.Eventually.eventually;
import static io.sluice.testing.TestEngine.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.Sluice;
import io.sluice.Worker;
import io.sluice.event.EngineEvent;
import io.sluice.task.TaskState;
import io.sluice.task.enqueue.TaskHandle;
import io.sluice.task.handler.TaskContext;
import io.sluice.task.view.TaskView;
import io.sluice.testing.TestEngine;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.publisher.Mono;

/** What comes of a task that is encrypted, and is read by who may, and by who may not. */
class EncryptedTasksTest {
  @RegisterExtension static final TestEngine ENGINE = TestEngine.withDefaults();

  private static final String SECRET = "4111 1111 1111 1111";

  private final EncryptedEngines engines = new EncryptedEngines(ENGINE);
  private final String queue = ENGINE.queue();

  @AfterEach
  void stop() {
    engines.stop();
  }

  @Test
  void aPayloadAndAResultAreReadByThoseWhoHaveTheKeyOnly() {
    Sluice sluice = engines.with(K1);
    work(sluice);
    TaskHandle<String> task = sluice.enqueue(queue, ECHO.with(SECRET)).block(SOON);

    assertThat(sluice.result(task).block(SOON)).isEqualTo(SECRET);
    TaskView seen = ENGINE.find(queue, task.id().value());
    assertThat(Encrypted.keyOf(seen.payload())).isEqualTo("k1");
    assertThat(Encrypted.keyOf(seen.result())).isEqualTo("k1");
    assertThat(engines.allThatIsKept(queue)).doesNotContain("4111");
    assertThatThrownBy(() -> ENGINE.sluice().result(task).block(SOON))
        .hasMessageContaining(
            "the result of task "
                + task.id()
                + " in queue "
                + queue
                + " is encrypted by key k1, and this engine has none");
  }

  @Test
  void aTaskWhoseKeyAWorkerLacksIsPutOffAndRunByOneThatHasIt() {
    String id = enqueue(engines.with(K2));
    Worker without = work(engines.with(K1));

    eventually(() -> !engines.events(EngineEvent.KeyUnknown.class).isEmpty());
    without.stop(Duration.ZERO).block(SOON);
    EngineEvent.KeyUnknown told = engines.events(EngineEvent.KeyUnknown.class).get(0);
    TaskView waits = ENGINE.becomes(queue, id, TaskState.SCHEDULED);
    assertThat(told.why()).contains("encrypted by key k2", "has k1");
    assertThat(waits.attempt()).isZero();
    assertThat(waits.failures()).isEmpty();

    work(engines.with(K2));
    ENGINE.sluice().tasks().runNow(queue, id).block(SOON);
    assertThat(ENGINE.ended(queue, id).state()).isEqualTo(TaskState.SUCCEEDED);
  }

  @Test
  void aWorkerWithoutKeysPutsOffWhatIsEncrypted() {
    String id = enqueue(engines.with(K1));
    work(engines.without());

    eventually(() -> !engines.events(EngineEvent.KeyUnknown.class).isEmpty());
    assertThat(ENGINE.becomes(queue, id, TaskState.SCHEDULED).failures()).isEmpty();
  }

  @Test
  void aWrongKeyOfTheRightIdIsAKeyThatIsMissing() {
    String id = enqueue(engines.with(EncryptionKeys.of("k1", TWO)));
    work(engines.with(K1));

    eventually(() -> !engines.events(EngineEvent.KeyUnknown.class).isEmpty());
    assertThat(engines.events(EngineEvent.KeyUnknown.class).get(0).why())
        .contains("encrypted by key k1", "has another key under this id");
    assertThat(ENGINE.becomes(queue, id, TaskState.SCHEDULED).failures()).isEmpty();
  }

  @Test
  void afterARotationOldTasksAreReadAndNewOnesHaveTheNewKey() {
    String old = enqueue(engines.with(K1));
    Sluice rotated = engines.with(EncryptionKeys.of("k2", TWO).reading("k1", ONE));
    String fresh = enqueue(rotated);
    work(rotated);

    assertThat(ENGINE.ended(queue, old).state()).isEqualTo(TaskState.SUCCEEDED);
    assertThat(ENGINE.ended(queue, fresh).state()).isEqualTo(TaskState.SUCCEEDED);
    assertThat(Encrypted.keyOf(ENGINE.find(queue, fresh).payload())).isEqualTo("k2");
  }

  @Test
  void aTaskThatWasTamperedWithIsDeadAtOnceAndNothingOfItIsLost() {
    Sluice sluice = engines.with(K1);
    String tampered = enqueue(sluice);
    String whole = enqueue(sluice);
    byte[] envelope = engines.envelope(queue, tampered);
    byte[] changed = envelope.clone();
    changed[changed.length - 5] ^= 1;
    engines.write(queue, tampered, changed);
    work(sluice);

    assertThat(ENGINE.ended(queue, whole).state()).isEqualTo(TaskState.SUCCEEDED);
    TaskView dead = ENGINE.becomes(queue, tampered, TaskState.DEAD);
    assertThat(dead.failures()).hasSize(1);
    assertThat(dead.failures().get(0).type()).isEqualTo("io.sluice.NotAuthentic");
    assertThat(dead.failures().get(0).message()).contains("or was changed since");

    engines.write(queue, tampered, envelope);
    ENGINE.sluice().tasks().retry(queue, tampered).block(SOON);
    assertThat(ENGINE.ended(queue, tampered).state()).isEqualTo(TaskState.SUCCEEDED);
  }

  @Test
  void aPayloadThatWasMovedToAnotherTaskIsNotRun() {
    Sluice sluice = engines.with(K1);
    String from = enqueue(sluice);
    String to = enqueue(sluice);
    byte[] moved = engines.envelope(queue, from);
    engines.write(queue, to, moved);
    work(sluice);

    assertThat(ENGINE.ended(queue, from).state()).isEqualTo(TaskState.SUCCEEDED);
    assertThat(ENGINE.becomes(queue, to, TaskState.DEAD).failures().get(0).message())
        .contains("the payload of task " + to, "for another queue, type or id");
  }

  @Test
  void aPlainTaskIsDeadUntilPlainOnesAreAccepted() {
    String id = enqueue(ENGINE.sluice());
    Worker strict = work(engines.with(K1));

    TaskView dead = ENGINE.becomes(queue, id, TaskState.DEAD);
    assertThat(dead.failures()).hasSize(1);
    assertThat(dead.failures().get(0).type()).isEqualTo("io.sluice.NotEncrypted");
    strict.stop(Duration.ZERO).block(SOON);

    work(engines.with(K1.acceptingPlain()));
    ENGINE.sluice().tasks().retry(queue, id).block(SOON);
    assertThat(ENGINE.ended(queue, id).state()).isEqualTo(TaskState.SUCCEEDED);
  }

  @Test
  void whoeverReceivesTasksGetsWhatWasEncryptedAndNothingElse() {
    Sluice sluice = engines.with(K1);
    String plain = enqueue(ENGINE.sluice());
    String unknown = enqueue(engines.with(K2));
    enqueue(sluice);

    List<String> received =
        sluice
            .receive(queue, ECHO)
            .take(1)
            .flatMap(one -> one.succeed("done").thenReturn(one.payload()))
            .collectList()
            .block(SOON);

    assertThat(received).containsExactly(SECRET);
    assertThat(ENGINE.becomes(queue, plain, TaskState.DEAD).failures()).hasSize(1);
    assertThat(ENGINE.becomes(queue, unknown, TaskState.SCHEDULED).failures()).isEmpty();
  }

  @Test
  void compressesWhatItEncrypts() {
    Sluice sluice = engines.with(K1, config -> config.withCompressFrom(100));
    String payload = "a line like the one before it, ".repeat(30);
    TaskHandle<String> task = sluice.enqueue(queue, ECHO.with(payload)).block(SOON);
    byte[] envelope = engines.envelope(queue, task.id().value());
    work(sluice);

    assertThat(sluice.result(task).block(SOON)).isEqualTo(payload);
    assertThat(envelope.length).isLessThan(250);
    assertThat(envelope[0]).isEqualTo((byte) 1);
  }

  private String enqueue(Sluice by) {
    return by.enqueue(queue, ECHO.with(SECRET).retry(attempts(3))).block(SOON).id().value();
  }

  private Worker work(Sluice sluice) {
    return sluice.worker(queue).handle(ECHO, this::echo).start();
  }

  private Mono<String> echo(TaskContext<String> task) {
    return Mono.just(task.payload());
  }
}
