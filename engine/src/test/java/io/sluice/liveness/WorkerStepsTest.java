package io.sluice.liveness;

import static io.sluice.liveness.Life.ECHO;
import static io.sluice.testing.TestEngine.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.Engines;
import io.sluice.Sluice;
import io.sluice.codec.JsonPayloadCodec;
import io.sluice.config.SluiceConfig;
import io.sluice.event.EngineEvent;
import io.sluice.event.EngineListener;
import io.sluice.redis.RedisServer;
import io.sluice.task.TaskState;
import io.sluice.task.enqueue.PayloadCodec;
import io.sluice.task.enqueue.RetryPolicy;
import io.sluice.task.enqueue.TypeRef;
import io.sluice.task.view.TaskView;
import io.sluice.testing.DroppedSignals;
import io.sluice.testing.TestRedis;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Every kind of error in every part of a run that is not ours: the attempt fails, and the slot is
 * free for the next. And in a listener: nobody notices.
 */
@Timeout(90)
class WorkerStepsTest {
  /** Few, so that one that is lost is missed. */
  private static final int SLOTS = 2;

  private static final String QUEUE = "steps";
  private static TestRedis redis;

  /** Where it goes wrong; the payload of a task is a place and a kind. */
  private enum Place {
    HANDLE {
      @Override
      Publisher<String> run(ErrorKind kind) {
        throw kind.raise();
      }
    },
    SIGNAL {
      @Override
      Publisher<String> run(ErrorKind kind) {
        return Mono.error(kind.error());
      }
    },
    SUBSCRIBE {
      @Override
      Publisher<String> run(ErrorKind kind) {
        return subscriber -> {
          throw kind.raise();
        };
      }
    },
    SUPPLY {
      @Override
      Publisher<String> run(ErrorKind kind) {
        return Mono.fromCallable(
            () -> {
              throw kind.raise();
            });
      }
    },
    MAP_LATER {
      @Override
      Publisher<String> run(ErrorKind kind) {
        return Flux.just("x", "y")
            .map(
                any -> {
                  throw kind.raise();
                });
      }
    },
    DECODE {
      @Override
      Publisher<String> run(ErrorKind kind) {
        throw new IllegalStateException("it was decoded");
      }
    },
    ENCODE {
      @Override
      Publisher<String> run(ErrorKind kind) {
        return Mono.just("ENCODE " + kind);
      }
    };

    abstract Publisher<String> run(ErrorKind kind);
  }

  @BeforeAll
  static void start() {
    redis = TestRedis.start();
  }

  @AfterAll
  static void close() {
    redis.close();
  }

  @AfterEach
  void nothingElseIsDropped() {
    DroppedSignals.assertNoneBut(ErrorKind::isMadeHere);
  }

  @Test
  void whateverARunThrowsIsAFailedAttemptAndCostsNoSlot() {
    Sluice sluice = engine(new Faulty(), event -> {});
    try {
      sluice
          .worker(QUEUE)
          .concurrency(SLOTS)
          .handle(
              ECHO,
              task -> {
                String[] words = task.payload().split(" ", -1);
                return Place.valueOf(words[0]).run(ErrorKind.valueOf(words[1]));
              })
          .start();
      List<String> ids =
          Flux.fromArray(Place.values())
              .concatMap(
                  place ->
                      Flux.fromArray(ErrorKind.values())
                          .concatMap(kind -> enqueue(sluice, place + " " + kind)))
              .collectList()
              .block(SOON);

      assertThat(ids).hasSize(Place.values().length * ErrorKind.values().length);
      List<TaskView> ended =
          Flux.fromIterable(ids)
              .flatMapSequential(id -> sluice.tasks().await(QUEUE, id))
              .collectList()
              .block(SOON.plus(SOON));

      assertThat(ended).allMatch(task -> task.state() == TaskState.DEAD);
      assertThat(ended)
          .allSatisfy(
              task ->
                  assertThat(task.failure().type())
                      .doesNotContain("io.sluice.AttemptTimeout", "io.sluice.guard"));
    } finally {
      sluice.stop(Duration.ZERO).block(SOON);
    }
  }

  @Test
  void whateverAListenerThrowsNobodyNotices() {
    Set<String> told = ConcurrentHashMap.newKeySet();
    for (ErrorKind kind : ErrorKind.values()) {
      Sluice sluice =
          engine(
              new JsonPayloadCodec(),
              event -> {
                told.add(kind + " " + event.getClass().getSimpleName());
                throw kind.raise();
              });
      try {
        String queue = "listener-" + kind;
        sluice.worker(queue).concurrency(1).handle(ECHO, task -> echo(task.payload())).start();
        String bad = enqueue(sluice, queue, "bad").block(SOON);
        assertThat(sluice.tasks().await(queue, bad).block(SOON).state()).isEqualTo(TaskState.DEAD);
        String good = enqueue(sluice, queue, "good").block(SOON);
        assertThat(sluice.tasks().await(queue, good).block(SOON).state())
            .isEqualTo(TaskState.SUCCEEDED);
      } finally {
        sluice.stop(Duration.ZERO).block(SOON);
      }
      assertThat(told)
          .contains(
              kind + " " + EngineEvent.SessionOpened.class.getSimpleName(),
              kind + " " + EngineEvent.AttemptFailed.class.getSimpleName(),
              kind + " " + EngineEvent.TaskSettled.class.getSimpleName());
    }
  }

  private static Mono<String> echo(String payload) {
    return payload.equals("bad") ? Mono.error(new IllegalStateException(payload)) : Mono.just("ok");
  }

  private static Mono<String> enqueue(Sluice sluice, String payload) {
    return enqueue(sluice, QUEUE, payload);
  }

  private static Mono<String> enqueue(Sluice sluice, String queue, String payload) {
    return sluice
        .enqueue(queue, ECHO.with(payload).retry(RetryPolicy.fixed(1, Duration.ofMillis(1))))
        .map(task -> task.id().value());
  }

  private static Sluice engine(PayloadCodec codec, EngineListener listener) {
    SluiceConfig config = SluiceConfig.of(redis.uri());
    return Engines.on(
        RedisServer.connect(config, event -> {}).block(SOON), config, codec, listener);
  }

  /** Throws what the payload or the result asks for. */
  private static final class Faulty implements PayloadCodec {
    private final PayloadCodec json = new JsonPayloadCodec();
    private final Set<String> encoded = ConcurrentHashMap.newKeySet();

    @Override
    public byte[] encode(@Nullable Object value, TypeRef<?> type) {
      if (value instanceof String text && text.startsWith("ENCODE ") && armed(text)) {
        throw ErrorKind.valueOf(text.substring("ENCODE ".length())).raise();
      }
      return json.encode(value, type);
    }

    /** The first time it is the payload, then the result. */
    private boolean armed(String text) {
      return !encoded.add(text);
    }

    @Override
    public <T> @Nullable T decode(byte[] bytes, TypeRef<T> type) {
      T value = json.decode(bytes, type);
      if (value instanceof String text && text.startsWith("DECODE ")) {
        throw ErrorKind.valueOf(text.substring("DECODE ".length())).raise();
      }
      return value;
    }
  }
}
