package io.sluice.flow;

import static io.sluice.testing.Eventually.eventually;
import static io.sluice.testing.TestEngine.SOON;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.Sluice;
import io.sluice.config.CrashLimit;
import io.sluice.config.SluiceConfig;
import io.sluice.task.enqueue.TaskHandle;
import io.sluice.task.enqueue.TaskType;
import io.sluice.task.handler.Emit;
import io.sluice.task.view.Emitted;
import io.sluice.testing.TestRedis;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

/** The process of a worker is killed while its handler emits. */
class KilledWhileItEmitsTest {
  private static final TaskType<String, String> WORDS =
      TaskType.of("words", String.class, String.class);
  private static final String QUEUE = "q";

  private static SluiceConfig config(String uri) {
    return SluiceConfig.of(uri)
        .withSessionLife(Duration.ofSeconds(1))
        .withCrashLimit(new CrashLimit(9, Duration.ofMillis(10)));
  }

  /** A process of its own that emits a0, a1 and so on, until it is killed. */
  static final class Victim {
    public static void main(String[] uri) {
      Sluice.builder(config(uri[0]))
          .connect()
          .worker(QUEUE)
          .handle(
              WORDS,
              Emit.KEPT,
              task ->
                  Flux.interval(Duration.ofMillis(5))
                      .onBackpressureDrop()
                      .index()
                      .map(i -> "a" + i.getT1()))
          .start();
      Flux.never().blockLast();
    }
  }

  private static Process victim(String uri) throws Exception {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xshare:auto",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            Victim.class.getName(),
            uri)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private static List<String> values(List<Emitted<String>> emitted) {
    return emitted.stream().map(one -> ((Emitted.Item<String>) one).value()).toList();
  }

  private static List<String> counted(String prefix, int count) {
    return IntStream.range(0, count).mapToObj(i -> prefix + i).toList();
  }

  @Test
  void followersAreToldThatItsItemsAreVoidAndGetThoseOfTheNextRun() throws Exception {
    try (TestRedis redis = TestRedis.start();
        Sluice sluice = Sluice.builder(config(redis.uri())).connect()) {
      TaskHandle<String> task = sluice.enqueue(QUEUE, WORDS.with("x")).block(SOON);
      List<Emitted<String>> live = Collections.synchronizedList(new ArrayList<>());
      CompletableFuture<Void> ended =
          sluice.streams().of(task).doOnNext(live::add).then().toFuture();
      Process victim = victim(redis.uri());
      eventually(() -> live.size() > 20);

      victim.destroyForcibly().waitFor();
      sluice
          .worker(QUEUE)
          .handle(WORDS, Emit.KEPT, run -> Flux.fromIterable(counted("b", 30)))
          .start();

      ended.orTimeout(SOON.toMillis(), MILLISECONDS).join();
      int last = live.size() - 31;
      assertThat(live.get(last)).isInstanceOf(Emitted.Voided.class);
      assertThat(values(live.subList(0, last))).isEqualTo(counted("a", last));
      assertThat(live.subList(0, last)).allMatch(one -> one.run() == live.get(last).run());
      assertThat(values(live.subList(last + 1, live.size()))).isEqualTo(counted("b", 30));
      assertThat(values(sluice.streams().of(task).collectList().block(SOON)))
          .isEqualTo(counted("b", 30));
      assertThat(
              sluice
                  .streams()
                  .of(QUEUE, task.id().value(), WORDS, live.get(last - 1).position())
                  .collectList()
                  .block(SOON))
          .hasSize(31)
          .first()
          .isInstanceOf(Emitted.Voided.class);
    }
  }
}
