package io.sluice;

import static io.sluice.Work.ECHO;
import static io.sluice.testing.TestEngine.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.task.enqueue.EnqueueResult;
import io.sluice.task.enqueue.TraceContext;
import io.sluice.testing.TestEngine;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

class TraceTest {
  @RegisterExtension static final TestEngine ENGINE = TestEngine.withDefaults();

  private static final TraceContext TRACE =
      TraceContext.of(
          "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", "rojo=1", "userId=alice");

  private final String queue = ENGINE.queue();
  private final Sluice sluice = ENGINE.sluice();
  private final List<TraceContext> seen = new CopyOnWriteArrayList<>();

  @Test
  void theTraceOfAnEnqueueIsInTheContextOfTheHandler() {
    listen();

    sluice
        .enqueue(queue, ECHO.with("x").headers(Map.of("mine", "1")))
        .contextWrite(TRACE.write())
        .flatMap(sluice::result)
        .block(SOON);

    assertThat(seen).containsExactly(TRACE);
  }

  @Test
  void eachTaskOfManyCarriesTheTrace() {
    listen();

    sluice
        .enqueueAll(queue, Flux.range(0, 5).map(i -> ECHO.with("t" + i)))
        .contextWrite(TRACE.write())
        .map(result -> ((EnqueueResult.Accepted<?>) result).task())
        .flatMap(sluice::result)
        .blockLast(SOON);

    assertThat(seen).hasSize(5).containsOnly(TRACE);
  }

  @Test
  void aTraceThatIsNoneIsNoErrorOnEitherSide() {
    listen();

    sluice
        .enqueue(queue, ECHO.with("x").headers(Map.of("traceparent", "nonsense")))
        .contextWrite(TraceContext.of("more nonsense", "a=1", "=").write())
        .flatMap(sluice::result)
        .block(SOON);

    assertThat(seen).containsExactly(TraceContext.NONE);
  }

  private void listen() {
    sluice
        .worker(queue)
        .handle(
            ECHO,
            task ->
                Mono.deferContextual(
                    context -> {
                      seen.add(TraceContext.in(context));
                      return Mono.just("done");
                    }))
        .start();
  }
}
