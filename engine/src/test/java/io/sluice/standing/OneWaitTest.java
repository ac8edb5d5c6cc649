package io.sluice.standing;

import static io.sluice.Work.ECHO;
import static io.sluice.testing.TestEngine.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.Engines;
import io.sluice.Sluice;
import io.sluice.codec.JsonPayloadCodec;
import io.sluice.config.SluiceConfig;
import io.sluice.config.Waiting;
import io.sluice.redis.RedisServer;
import io.sluice.script.Landing;
import io.sluice.script.ScriptServer;
import io.sluice.testing.Eventually;
import io.sluice.testing.TestEngine;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A worker begins no wait while one is under way: of two only one is ever told. */
class OneWaitTest {
  @RegisterExtension static final TestEngine ENGINE = TestEngine.withDefaults();

  private static final Set<String> WAITS = Set.of("arrival", "nextArrival", "word", "nextWord");
  private static final int TASKS = 600;

  private final AtomicInteger most = new AtomicInteger();

  @ParameterizedTest
  @CsvSource({"1, 0", "2, 0", "3, 0", "8, 0", "1, 1", "2, 1", "3, 1"})
  void oneWaitAtATime(int slots, int connections) {
    String queue = ENGINE.queue();
    SluiceConfig config =
        SluiceConfig.of(ENGINE.redis().uri())
            .withWaiting(new Waiting(connections, Duration.ofMillis(200), true));
    ScriptServer redis = RedisServer.connect(config, event -> {}).block(SOON);
    Sluice sluice = Engines.on(watched(redis), config, new JsonPayloadCodec(), event -> {});
    try {
      sluice
          .worker(queue)
          .concurrency(slots)
          .handle(ECHO, task -> Mono.delay(Duration.ofMillis(1)).thenReturn("done"))
          .start();
      for (int together = 1; together <= 4; together++) {
        Flux.range(0, TASKS / 4)
            .flatMap(i -> sluice.enqueue(queue, ECHO.with("t" + i)), together)
            .blockLast(SOON);
      }
      Eventually.eventually(
          () -> ENGINE.stats(queue).block(SOON).totals().succeeded() == TASKS / 4 * 4);

      assertThat(most).hasValue(1);
    } finally {
      sluice.stop(SOON).block(SOON);
    }
  }

  private ScriptServer watched(ScriptServer server) {
    InvocationHandler passedOn =
        (proxy, method, args) -> {
          Object answer = method.invoke(server, args);
          return method.getName().equals("landing") ? watched((Landing) answer) : answer;
        };
    return (ScriptServer)
        Proxy.newProxyInstance(
            getClass().getClassLoader(), new Class<?>[] {ScriptServer.class}, passedOn);
  }

  private Landing watched(Landing landing) {
    AtomicInteger underWay = new AtomicInteger();
    InvocationHandler counted =
        (proxy, method, args) -> {
          Object answer = method.invoke(landing, args);
          return WAITS.contains(method.getName()) ? counted((Mono<?>) answer, underWay) : answer;
        };
    return (Landing)
        Proxy.newProxyInstance(
            getClass().getClassLoader(), new Class<?>[] {Landing.class}, counted);
  }

  /** Its end counts before anybody hears of it, and may begin the next. */
  private Mono<?> counted(Mono<?> wait, AtomicInteger underWay) {
    return Mono.defer(
        () -> {
          AtomicBoolean lasts = new AtomicBoolean(true);
          Runnable end =
              () -> {
                if (lasts.compareAndSet(true, false)) {
                  underWay.decrementAndGet();
                }
              };
          most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
          return wait.doOnNext(id -> end.run()).doOnTerminate(end).doOnCancel(end);
        });
  }
}
