package io.sluice;

import static io.sluice.Work.ECHO;
import static io.sluice.Work.attempts;
import static io.sluice.testing.TestEngine.SOON;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.config.SluiceConfig;
import io.sluice.remote.ClaimRequest;
import io.sluice.remote.RemoteTask;
import io.sluice.task.TaskState;
import io.sluice.task.batch.BatchId;
import io.sluice.task.enqueue.NewBatch;
import io.sluice.task.enqueue.NewTask;
import io.sluice.task.view.TaskView;
import io.sluice.testing.TestEngine;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Payloads that lie compressed in Redis are the same everywhere else. */
class CompressionTest {
  private static final int FROM = 100;
  private static final String LONG = "a line like the one before it, ".repeat(30);
  private static final byte[] AS_JSON = ('"' + LONG + '"').getBytes(UTF_8);

  @RegisterExtension
  static final TestEngine ENGINE = TestEngine.with(config -> config.withCompressFrom(FROM));

  /** Reads what is compressed, and compresses nothing. */
  private static Sluice other;

  private final String queue = ENGINE.queue();
  private final Sluice sluice = ENGINE.sluice();

  @BeforeAll
  static void connectTheOther() {
    other = Sluice.builder(SluiceConfig.of(ENGINE.redis().uri())).connect();
  }

  @AfterAll
  static void stopTheOther() {
    other.stop(Duration.ZERO).block(SOON);
  }

  @Test
  void aHandlerGetsThePayloadThatWasGiven() {
    sluice.worker(queue).handle(ECHO, task -> Mono.just(task.payload())).start();
    String id = enqueue(sluice, ECHO.with(LONG));

    TaskView ended = ENGINE.ended(queue, id);

    assertThat(ended.result()).isEqualTo(AS_JSON);
    assertThat(ended.payload()).isEqualTo(AS_JSON);
    assertThat(envelope(id)[0]).isEqualTo((byte) 3);
    assertThat(envelope(id)).hasSizeLessThan(150);
  }

  @Test
  void aTaskIsShownWithThePayloadThatWasGiven() {
    String first = enqueue(sluice, ECHO.with(LONG));
    String second = enqueue(sluice, ECHO.with(LONG).priority(7).tags(List.of("x")));
    String third = enqueue(sluice, ECHO.with(LONG).group("g").unique("key").cost(2));

    assertThat(List.of(first, second, third))
        .allSatisfy(id -> assertThat(ENGINE.find(queue, id).payload()).isEqualTo(AS_JSON));
    assertThat(other.tasks().list(queue, TaskState.READY, null, 10).block(SOON).tasks())
        .hasSize(3)
        .allSatisfy(task -> assertThat(task.payload()).isEqualTo(AS_JSON));
  }

  @Test
  void anEngineWithoutTheSettingReadsWhatIsCompressed() {
    String id = enqueue(sluice, ECHO.with(LONG));
    other.worker(queue).handle(ECHO, task -> Mono.just(task.payload())).start();

    assertThat(ENGINE.ended(queue, id).result()).isEqualTo(AS_JSON);
  }

  @Test
  void whatIsShortOrWasEnqueuedElsewhereIsKeptAsItIs() {
    String brief = enqueue(sluice, ECHO.with("short"));
    String elsewhere = enqueue(other, ECHO.with(LONG));

    assertThat(envelope(brief)[0]).isEqualTo((byte) 1);
    assertThat(envelope(elsewhere)).hasSizeGreaterThan(AS_JSON.length);
  }

  @Test
  void whoeverReceivesTasksGetsThePayloadThatWasGiven() {
    enqueue(sluice, ECHO.with(LONG));

    String received =
        sluice
            .receive(queue, ECHO)
            .next()
            .flatMap(delivery -> delivery.succeed(null).thenReturn(delivery.payload()))
            .block(SOON);

    assertThat(received).isEqualTo(LONG);
  }

  @Test
  void aWorkerElsewhereGetsThePayloadThatWasGiven() {
    enqueue(sluice, ECHO.with(LONG));

    List<RemoteTask> claimed = claimedElsewhere();

    assertThat(claimed.get(0).task().payload()).isEqualTo(AS_JSON);
  }

  @Test
  void aFollowUpAndAMemberOfABatchAreCompressedToo() {
    String next = ENGINE.queue();
    BatchId batch = sluice.batches().open(queue, NewBatch.DEFAULT).block(SOON);
    sluice
        .worker(queue)
        .handle(
            ECHO,
            task -> {
              task.then(next, ECHO.with(LONG + "!"));
              return Mono.just(task.payload());
            })
        .start();

    String member = enqueue(sluice, ECHO.with(LONG).in(batch));
    String kept = enqueue(sluice, ECHO.with("x").then(next, ECHO.with(LONG + "?")));

    assertThat(ENGINE.ended(queue, member).result()).isEqualTo(AS_JSON);
    assertThat(ENGINE.ended(queue, kept).state()).isEqualTo(TaskState.SUCCEEDED);
    assertThat(envelope(member)).hasSizeLessThan(150);
    List<String> followed =
        Flux.from(sluice.receive(next, ECHO))
            .take(3)
            .map(one -> one.payload())
            .collectList()
            .block(SOON);
    assertThat(followed).containsExactlyInAnyOrder(LONG + "!", LONG + "!", LONG + "?");
    assertThat(ENGINE.tampering().commands().hvals(key(next)))
        .allSatisfy(envelope -> assertThat(envelope[0]).isEqualTo((byte) 3));
  }

  @Test
  void aDamagedPayloadIsBuriedWithTheReasonAndHoldsUpNoOther() {
    String damaged = enqueue(sluice, ECHO.with(LONG).retry(attempts(3)));
    String whole = enqueue(sluice, ECHO.with(LONG));
    damage(damaged);
    assertThat(other.tasks().list(queue, TaskState.READY, null, 10).block(SOON).tasks()).hasSize(2);

    sluice.worker(queue).handle(ECHO, task -> Mono.just(task.payload())).start();

    assertThat(ENGINE.ended(queue, whole).state()).isEqualTo(TaskState.SUCCEEDED);
    TaskView dead = ENGINE.becomes(queue, damaged, TaskState.DEAD);
    assertThat(dead.failures()).hasSize(1);
    assertThat(dead.failures().get(0).message()).contains("damaged");
  }

  @Test
  void aDamagedPayloadIsBuriedWhenAWorkerElsewhereWouldGetIt() {
    String damaged = enqueue(sluice, ECHO.with(LONG));
    enqueue(sluice, ECHO.with(LONG));
    damage(damaged);

    assertThat(claimedElsewhere()).hasSize(1);
    assertThat(ENGINE.becomes(queue, damaged, TaskState.DEAD).failures().get(0).message())
        .contains("damaged");
  }

  private List<RemoteTask> claimedElsewhere() {
    return sluice
        .remote(queue)
        .claim(new ClaimRequest(null, 10, Duration.ofSeconds(2), Set.of("echo")))
        .block(SOON)
        .tasks();
  }

  private String enqueue(Sluice by, NewTask<?, ?> task) {
    return by.enqueue(queue, task).block(SOON).id().value();
  }

  private byte[] envelope(String id) {
    return ENGINE.tampering().commands().hget(key(queue), id.getBytes(UTF_8));
  }

  private void damage(String id) {
    byte[] envelope = envelope(id);
    Arrays.fill(envelope, envelope.length - 20, envelope.length, (byte) 6);
    ENGINE.tampering().commands().hset(key(queue), Map.of(id.getBytes(UTF_8), envelope));
  }

  private static byte[] key(String queue) {
    return ("sluice:{" + queue + "}:tasks").getBytes(UTF_8);
  }
}
