package io.sluice.standing;

import static io.sluice.Work.ECHO;
import static io.sluice.testing.TestEngine.SOON;

import io.sluice.config.ByteBounds;
import io.sluice.testing.Eventually;
import io.sluice.testing.TestEngine;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Who stands keeps no bytes, of which an engine has not many. */
class ManyStandTest {
  private static final int LARGEST = 1024;
  private static final int FIT = 4;

  @RegisterExtension
  static final TestEngine ENGINE =
      TestEngine.with(
          config ->
              config
                  .withMaxPayloadBytes(LARGEST)
                  .withBytes(new ByteBounds(LARGEST, FIT * LARGEST))
                  .withWaiting(config.waiting().withBlockingConnections(2)));

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void moreStandThanLargestPayloadsWouldFit(int slots) {
    List<String> queues = Stream.generate(ENGINE::queue).limit(5 * FIT).toList();
    queues.forEach(
        queue ->
            ENGINE
                .sluice()
                .worker(queue)
                .concurrency(slots)
                .handle(ECHO, task -> Mono.just("done"))
                .start());

    long parked = slots == 1 ? 2 : 0; // those with a connection of their own are parked on it
    Eventually.eventually(() -> standing(queues) == queues.size() - parked);

    Flux.range(0, 200)
        .flatMap(i -> ENGINE.sluice().enqueue(queues.get(i % queues.size()), ECHO.with("t" + i)))
        .blockLast(SOON);
    for (String queue : queues) {
      Eventually.eventually(
          () -> ENGINE.stats(queue).block(SOON).totals().succeeded() == 200 / queues.size());
    }
    Eventually.eventually(() -> standing(queues) == queues.size() - parked);
  }

  private static long standing(List<String> queues) {
    return queues.stream().mapToLong(ENGINE.tampering()::standing).sum();
  }
}
