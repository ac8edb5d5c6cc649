package io.sluice.lane;

import io.sluice.task.QueueName;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * What gathering costs an item, with calls that are answered without a Redis: a lone item whose
 * call is answered at once, and full batches that wait behind a call under way.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class GroupCommitBenchmark {
  private static final int BATCH = 256;
  private static final String ITEM = "item";
  private static final GroupCommit.Bounds BOUNDS =
      new GroupCommit.Bounds(BATCH, 1 << 20, 65_536, 64L << 20);

  private final GroupCommit<String, String> answeredAtOnce =
      new GroupCommit<>(
          "enqueue",
          lanes(1),
          BOUNDS,
          String::length,
          new Overdue().after(Duration.ofSeconds(5)),
          (lane, items, wanted) -> Mono.just(items));

  private Sinks.One<List<String>> firstCall = Sinks.one();

  private final GroupCommit<String, String> held =
      new GroupCommit<>(
          "enqueue",
          lanes(1),
          BOUNDS,
          String::length,
          new Overdue().after(Duration.ofSeconds(5)),
          (lane, items, wanted) ->
              items.size() == 1 ? firstCall.asMono().thenReturn(items) : Mono.just(items));

  private int answered;

  @Benchmark
  public int lone() {
    answeredAtOnce.submit(ITEM).subscribe(answer -> answered++);
    return answered;
  }

  @Benchmark
  @OperationsPerInvocation(BATCH)
  public int batched() {
    firstCall = Sinks.one();
    for (int i = 0; i < BATCH; i++) {
      held.submit(ITEM).subscribe(answer -> answered++);
    }
    firstCall.tryEmitEmpty();
    return answered;
  }

  private static List<Lane> lanes(int count) {
    return Lane.several(count, QueueName.of("benchmark"), "client", "e", event -> {});
  }
}
