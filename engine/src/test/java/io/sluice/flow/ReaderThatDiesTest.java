package io.sluice.flow;

import static io.sluice.testing.Eventually.eventually;
import static io.sluice.testing.TestEngine.SOON;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.Sluice;
import io.sluice.task.TaskId;
import io.sluice.task.batch.BatchId;
import io.sluice.task.batch.BatchPosition;
import io.sluice.task.batch.Gathered;
import io.sluice.task.enqueue.NewBatch;
import io.sluice.task.enqueue.TaskType;
import io.sluice.testing.TestRedis;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A reader of results dies, and so does Redis; another reader goes on from the position. */
class ReaderThatDiesTest {
  private static final TaskType<Integer, Integer> MEMBER =
      TaskType.of("member", Integer.class, Integer.class);
  private static final int MEMBERS = 400;
  private static final int TAKEN = 60;

  private static List<Integer> results(List<Gathered<Integer>> ends) {
    return ends.stream().map(Gathered::result).toList();
  }

  @Test
  void nothingIsLostAndNothingComesTwice() {
    try (TestRedis redis = TestRedis.durable();
        Sluice work = Sluice.connect(redis.uri())) {
      BatchId batch = work.batches().open("q", NewBatch.DEFAULT.gather()).block(SOON);
      work.<Integer>enqueueAll(
              "q", Flux.range(0, MEMBERS).map(i -> MEMBER.with(i).in(batch).correlate(i)))
          .blockLast(SOON);
      work.batches().of(batch).seal().block(SOON);
      work.worker("q")
          .concurrency(4)
          .handle(MEMBER, task -> Mono.just(task.payload()).delayElement(Duration.ofMillis(5)))
          .start();
      List<Gathered<Integer>> taken = new ArrayList<>();
      try (Sluice dies = Sluice.connect(redis.uri())) {
        dies.batches().of(batch).results(MEMBER).take(TAKEN).doOnNext(taken::add).blockLast(SOON);
      }
      String position = taken.get(TAKEN - 1).position().text();
      redis.kill();
      redis.restart();

      List<Gathered<Integer>> rest = Collections.synchronizedList(new ArrayList<>());
      try (Sluice goesOn = Sluice.connect(redis.uri())) {
        CompletableFuture<Void> read =
            goesOn
                .batches()
                .of(batch)
                .results(MEMBER, BatchPosition.parse(position))
                .doOnNext(rest::add)
                .then()
                .toFuture();
        eventually(() -> rest.size() > TAKEN);
        redis.kill();
        redis.restart();
        read.orTimeout(SOON.toMillis(), MILLISECONDS).join();
      }

      taken.addAll(rest);
      assertThat(results(taken)).hasSize(MEMBERS).doesNotHaveDuplicates();
      assertThat(taken).extracting(Gathered::id).extracting(TaskId::value).doesNotHaveDuplicates();
    }
  }
}
