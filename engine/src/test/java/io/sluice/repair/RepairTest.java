package io.sluice.repair;

import static io.sluice.Work.ECHO;
import static io.sluice.testing.TestEngine.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.Work;
import io.sluice.Worker;
import io.sluice.task.TaskState;
import io.sluice.task.enqueue.EnqueueResult;
import io.sluice.task.view.Ledger;
import io.sluice.task.view.Repaired;
import io.sluice.testing.Eventually;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Each kind of damage is seen by the audit, mended by one repair, and stays mended. */
class RepairTest extends DamagedQueue {
  private static final int AROUND = 5;

  @Test
  void aTaskThatFellOutOfEveryPlaceIsPutBackAndRuns() {
    List<String> ids = enqueue(AROUND);
    redis.lrem(key("ready"), 1, bytes(ids.get(2)));

    Repaired repaired = damagedThenRepaired();

    assertThat(repaired.putBack()).isEqualTo(1);
    assertThat(repaired.ids()).extracting(Object::toString).containsExactly(ids.get(2));
    assertThat(repaired.ledger().corrections()).isEqualTo(new Ledger.Corrections(1, 0));
    assertAllRunOnce(ids);
  }

  @Test
  void moreTasksThanOneCallTakesArePutBack() {
    List<String> ids = enqueue(500);
    redis.del(key("ready"));

    Repaired repaired = damagedThenRepaired();

    assertThat(repaired.putBack()).isEqualTo(500);
    assertThat(repaired.ids()).hasSize(Repaired.MAX_IDS);
    assertThat(repaired.more()).isFalse();
    assertAllRunOnce(ids);
  }

  @Test
  void aTaskInTwoPlacesKeepsOne() {
    List<String> ids = enqueue(AROUND);
    redis.zadd(key("scheduled"), 9e15, bytes(ids.get(1)));
    redis.rpush(key("landing"), bytes(ids.get(3)));

    Repaired repaired = damagedThenRepaired();

    assertThat(repaired.tidied()).isEqualTo(2);
    assertThat(ENGINE.find(queue, ids.get(1)).state()).isEqualTo(TaskState.SCHEDULED);
  }

  @Test
  void aTaskThatIsTwiceInItsListRunsOnce() {
    List<String> ids = enqueue(AROUND);
    redis.rpush(key("ready"), bytes(ids.get(0)));

    assertThat(damagedThenRepaired().tidied()).isEqualTo(1);

    assertAllRunOnce(ids);
  }

  @Test
  void anEntryWithoutATaskIsWrittenOffAsLost() {
    List<String> ids = enqueue(AROUND);
    String later = enqueueDelayed();
    redis.hdel(key("tasks"), bytes(ids.get(0)), bytes(later));

    Repaired repaired = damagedThenRepaired();

    assertThat(repaired.lost()).isEqualTo(2);
    assertThat(repaired.ledger().corrections().lost()).isEqualTo(2);
    assertAllRunOnce(ids.subList(1, AROUND));
  }

  @Test
  void aTaskThatIsGoneWithoutATraceIsWrittenOffAsLost() {
    List<String> ids = enqueue(AROUND);
    redis.lrem(key("ready"), 1, bytes(ids.get(0)));
    redis.hdel(key("tasks"), bytes(ids.get(0)));

    Repaired repaired = damagedThenRepaired();

    assertThat(repaired.changed()).isZero();
    assertThat(repaired.ledger().corrections()).isEqualTo(new Ledger.Corrections(0, 1));
    assertThat(repaired.ledger().totals().accepted()).isEqualTo(AROUND);
  }

  @Test
  void aCounterThatIsOffIsCorrectedWhereItCanBeSeen() {
    enqueue(AROUND);
    redis.hincrby(key("counters"), bytes("accepted"), -2);

    assertThat(damagedThenRepaired().ledger().corrections())
        .isEqualTo(new Ledger.Corrections(0, -2));
  }

  @Test
  void whatASessionRunsThatNobodyWatchesOverIsReapedAndRuns() {
    List<String> ids = enqueue(1);
    redis.lpop(key("ready"));
    redis.hset(key("running"), bytes(ids.get(0)), bytes("nobody:1:1"));

    assertThat(repair().tidied()).isEqualTo(1);

    assertAllRunOnce(ids);
    assertThat(ENGINE.audit(queue).totals().reaped()).isEqualTo(1);
    assertThat(repair().changed()).isZero();
  }

  @Test
  void aResultThatIsInNoListIsListedAgain() {
    List<String> ids = enqueue(AROUND);
    assertAllRunOnce(ids);
    redis.lrem(key("succeeded"), 1, bytes(ids.get(2)));

    assertThat(damagedThenRepaired().tidied()).isEqualTo(1);

    assertThat(ENGINE.find(queue, ids.get(2)).state()).isEqualTo(TaskState.SUCCEEDED);
    assertThat(ran).hasSize(AROUND);
  }

  @Test
  void aFinishedTaskWhoseRecordIsGoneStaysFinished() {
    List<String> ids = enqueue(AROUND);
    assertAllRunOnce(ids);
    redis.hdel(key("results"), bytes(ids.get(2)));

    assertThat(damagedThenRepaired().tidied()).isEqualTo(1);

    assertThat(ENGINE.find(queue, ids.get(2)).state()).isEqualTo(TaskState.SUCCEEDED);
    assertThat(ran).hasSize(AROUND);
  }

  @Test
  void aFinishedTaskThatIsReadyAgainDoesNotRunAgain() {
    List<String> ids = enqueue(1);
    assertAllRunOnce(ids);
    sluice.queues().find(queue).block(SOON);
    redis.zadd(key("scheduled"), 9e15, bytes(ids.get(0)));

    assertThat(damagedThenRepaired().tidied()).isEqualTo(1);

    assertThat(redis.zcard(key("scheduled"))).isZero();
    assertThat(ENGINE.find(queue, ids.get(0)).state()).isEqualTo(TaskState.SUCCEEDED);
  }

  @Test
  void whatIsLeftOfNoTaskIsDropped() {
    enqueue(AROUND);
    redis.hset(key("attempts"), bytes("nobody"), bytes("1 0 "));
    redis.hset(key("cancels"), bytes("nobody"), bytes("s:1:1"));
    redis.hset(key("ghosts"), bytes("no-one"), bytes("1"));

    assertThat(damagedThenRepaired().tidied()).isEqualTo(2);

    assertThat(redis.exists(key("attempts"), key("cancels"), key("ghosts"))).isZero();
  }

  @Test
  void aQueueThatIsRightIsLeftAsItIs() {
    List<String> ids = enqueue(AROUND);
    sluice.tasks().cancel(queue, ids.get(1)).block(SOON);
    enqueueDelayed();

    Repaired repaired = repair();

    assertThat(repaired.changed()).isZero();
    assertThat(repaired.walked()).isPositive();
    assertThat(repaired.ledger().balanced()).isTrue();
    assertThat(repaired.ledger().corrections()).isEqualTo(Ledger.Corrections.NONE);
  }

  @Test
  void whileTasksFlowRepairsChangeNothingAndNoTaskRunsTwice() {
    int tasks = 3_000;
    ConcurrentHashMap<String, AtomicInteger> runs = new ConcurrentHashMap<>();
    AtomicBoolean flows = new AtomicBoolean(true);
    Worker worker =
        sluice
            .worker(queue)
            .handle(
                ECHO,
                task -> {
                  int run =
                      runs.computeIfAbsent(task.payload(), p -> new AtomicInteger())
                          .incrementAndGet();
                  return task.payload().endsWith("7") && run == 1
                      ? Mono.error(new IllegalStateException("again"))
                      : Mono.just("done");
                })
            .start();
    Mono<Void> producer =
        Flux.range(0, tasks)
            .flatMap(
                i -> sluice.enqueue(queue, ECHO.with(String.valueOf(i)).retry(Work.attempts(3))),
                64)
            .then()
            .doFinally(end -> flows.set(false));

    List<Repaired> repairs = new ArrayList<>();
    Mono<Void> repairing =
        sluice.queues().repair(queue).doOnNext(repairs::add).repeat(flows::get).then();
    Mono.when(producer, repairing).block(SOON.multipliedBy(2));
    Eventually.eventually(ENGINE.stats(queue), view -> view.totals().succeeded() == tasks);
    worker.stop(Duration.ZERO).block(SOON);

    assertThat(repairs).isNotEmpty().allMatch(repaired -> repaired.changed() == 0);
    assertThat(runs).hasSize(tasks);
    assertThat(runs)
        .allSatisfy(
            (payload, count) -> assertThat(count.get()).isEqualTo(payload.endsWith("7") ? 2 : 1));
    Ledger ledger = ENGINE.audit(queue);
    assertThat(ledger.balanced()).isTrue();
    assertThat(ledger.corrections()).isEqualTo(Ledger.Corrections.NONE);
  }

  private Repaired damagedThenRepaired() {
    assertThat(ENGINE.audit(queue).balanced()).as("the audit sees the damage").isFalse();
    Repaired repaired = repair();
    assertThat(repaired.ledger().balanced()).as("%s", repaired).isTrue();
    assertThat(repair().changed()).as("a second repair").isZero();
    return repaired;
  }

  private List<String> enqueue(int count) {
    return sluice
        .enqueueAll(
            queue,
            Flux.fromStream(IntStream.range(0, count).mapToObj(String::valueOf))
                .map(payload -> ECHO.with(payload).correlate(payload)))
        .map(result -> ((EnqueueResult.Accepted<String>) result).task().id().value())
        .collectList()
        .block(SOON);
  }

  private String enqueueDelayed() {
    return sluice
        .enqueue(queue, ECHO.with("x").delay(Duration.ofHours(1)))
        .map(task -> task.id().value())
        .block(SOON);
  }
}
