package io.sluice.encryption;

import static io.sluice.testing.TestEngine.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.Sluice;
import io.sluice.config.SluiceConfig;
import io.sluice.task.BuryTaskException;
import io.sluice.task.DuplicateTaskException;
import io.sluice.task.QueueName;
import io.sluice.task.TaskId;
import io.sluice.task.TaskState;
import io.sluice.task.enqueue.TaskHandle;
import io.sluice.task.enqueue.TaskType;
import io.sluice.testing.TestEngine;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.publisher.Mono;

/** The examples of docs/payloads.md, as they stand there. */
class PayloadsGuideTest {
  @RegisterExtension static final TestEngine ENGINE = TestEngine.withDefaults();

  private static final String SLUICE_KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

  record Film(String key, long bytes) {}

  private static final TaskType<Film, String> TRANSCODE =
      TaskType.of("film.transcode", Film.class, String.class);

  private final Sluice sluice = ENGINE.sluice();
  private final ObjectStore store = new ObjectStore();

  /** Stands for one that is reached over the network. */
  private static final class ObjectStore {
    private final Map<String, byte[]> objects = new ConcurrentHashMap<>();

    Mono<Void> put(String key, byte[] object) {
      return Mono.fromRunnable(() -> objects.put(key, object));
    }

    Mono<byte[]> get(String key) {
      return Mono.defer(() -> Mono.justOrEmpty(objects.get(key)));
    }
  }

  @Test
  void encrypts() {
    SluiceConfig config = SluiceConfig.of(ENGINE.redis().uri());
    byte[] key = Base64.getDecoder().decode(SLUICE_KEY);

    Sluice encrypting = Sluice.builder(config).encrypt(EncryptionKeys.of("2026-11", key)).connect();
    TaskHandle<byte[]> task =
        encrypting.enqueue("secret", TaskType.raw("a").with(new byte[1])).block(SOON);
    encrypting.stop(Duration.ZERO).block(SOON);

    assertThat(Encrypted.keyOf(ENGINE.find("secret", task.id().value()).payload()))
        .isEqualTo("2026-11");
  }

  @Test
  void rotates() {
    byte[] key = Keys.ONE;
    byte[] next = Keys.TWO;
    PayloadPlace place = PayloadPlace.ofTask(QueueName.of("q"), "t", TaskId.of("a"));
    EncryptionKeys before = EncryptionKeys.of("2026-11", key);
    EncryptionKeys first = EncryptionKeys.of("2026-11", key).reading("2027-01", next);
    EncryptionKeys second = EncryptionKeys.of("2027-01", next).reading("2026-11", key);
    EncryptionKeys third = EncryptionKeys.of("2027-01", next);

    readAllOf(before, first, place);
    readAllOf(first, second, place);
    readAllOf(second, first, place);
    readAllOf(second, third, place);
  }

  private static void readAllOf(
      EncryptionKeys writers, EncryptionKeys readers, PayloadPlace place) {
    assertThat(readers.decrypt(writers.encrypt(new byte[] {7}, place), place)).containsExactly(7);
  }

  @Test
  void checksLargePayloadsIn() {
    byte[] film = new byte[4 << 20];
    sluice
        .worker("films")
        .handle(
            TRANSCODE,
            task ->
                store
                    .get(task.payload().key())
                    .switchIfEmpty(
                        Mono.error(() -> new BuryTaskException(task.payload().key() + " is gone")))
                    .flatMap(object -> transcode(object)))
        .start();

    TaskHandle<String> task = submit("film-1", film).block(SOON);

    assertThat(sluice.result(task).block(SOON)).isEqualTo("4194304 bytes");
    assertThatThrownBy(() -> submit("film-1", film).block(SOON))
        .isInstanceOf(DuplicateTaskException.class);
    String gone =
        sluice.enqueue("films", TRANSCODE.with(new Film("gone", 1))).block(SOON).id().value();
    assertThat(ENGINE.ended("films", gone).state()).isEqualTo(TaskState.DEAD);
  }

  private Mono<TaskHandle<String>> submit(String key, byte[] film) {
    return store
        .put(key, film)
        .then(sluice.enqueue("films", TRANSCODE.with(new Film(key, film.length)).id(key)));
  }

  private static Mono<String> transcode(byte[] film) {
    return Mono.just(film.length + " bytes");
  }
}
