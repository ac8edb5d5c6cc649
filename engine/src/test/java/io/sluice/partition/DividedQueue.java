package io.sluice.partition;

import static io.sluice.Work.ECHO;
import static io.sluice.testing.TestEngine.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.Sluice;
import io.sluice.Worker;
import io.sluice.store.partition.PartitionMap;
import io.sluice.task.InvalidTaskException;
import io.sluice.task.QueueName;
import io.sluice.task.enqueue.NewTask;
import io.sluice.task.view.QueueView;
import io.sluice.testing.TestEngine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What tests of a divided queue have in common. */
abstract class DividedQueue {
  @RegisterExtension static final TestEngine ENGINE = TestEngine.withDefaults();

  static final int COUNT = 6;

  final Sluice sluice = ENGINE.sluice();
  final String queue = ENGINE.queue();
  final List<Worker> workers = new ArrayList<>();
  final List<Sluice> engines = new ArrayList<>();
  final ConcurrentLinkedQueue<String> ran = new ConcurrentLinkedQueue<>();

  @AfterEach
  void stop() {
    workers.forEach(worker -> worker.stop(Duration.ZERO).block(SOON));
    assertThat(sluice.queues().audit(queue).block(SOON)).matches(ledger -> ledger.balanced());
    engines.forEach(engine -> engine.stop(Duration.ZERO).block(SOON));
  }

  void refused(Mono<?> call, String why) {
    assertThatThrownBy(() -> call.block(SOON))
        .isInstanceOf(InvalidTaskException.class)
        .hasMessageContaining(why);
  }

  PartitionMap map() {
    return ENGINE
        .store()
        .names()
        .partitions()
        .maps("")
        .flatMapIterable(maps -> maps.maps())
        .filter(map -> map.queue().value().equals(queue))
        .blockLast(SOON);
  }

  List<QueueName> partitions() {
    return map().partitions();
  }

  Mono<QueueView> stats() {
    return sluice.queues().find(queue);
  }

  void divide(int count) {
    sluice.queues().divide(queue, count).block(SOON);
  }

  Sluice engine() {
    Sluice other = Sluice.connect(ENGINE.redis().uri());
    engines.add(other);
    return other;
  }

  void work() {
    workers.add(
        sluice
            .worker(queue)
            .handle(ECHO, task -> Mono.just(task.payload()).doOnNext(ran::add))
            .start());
  }

  String enqueue(NewTask<String, String> task) {
    return sluice.enqueue(queue, task).block(SOON).id().value();
  }

  List<String> enqueueAll(int count, java.util.function.IntFunction<NewTask<String, String>> task) {
    return new ArrayList<>(
        sluice
            .enqueueAll(queue, Flux.range(0, count).map(i -> task.apply(i).correlate(i)))
            .map(answer -> ((io.sluice.task.enqueue.EnqueueResult.Accepted<?>) answer))
            .map(accepted -> accepted.task().id().value())
            .collectList()
            .block(SOON));
  }
}
