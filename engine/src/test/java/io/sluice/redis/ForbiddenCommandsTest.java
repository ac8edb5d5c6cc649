package io.sluice.redis;

import static io.sluice.Work.ECHO;
import static io.sluice.testing.TestEngine.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.Sluice;
import io.sluice.config.SluiceConfig;
import io.sluice.event.EngineEvent;
import io.sluice.task.StoreCorruptedException;
import io.sluice.task.view.ServerFacts;
import io.sluice.testing.Eventually;
import io.sluice.testing.RedisLine;
import io.sluice.testing.TestRedis;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

/** Services rename or forbid what an engine asks of a server; it does its work without. */
class ForbiddenCommandsTest {
  private static final String QUEUE = "forbidden";
  private static final Duration SESSION = Duration.ofSeconds(3);

  private final Set<String> ran = ConcurrentHashMap.newKeySet();
  private final ConcurrentLinkedQueue<EngineEvent> failed = new ConcurrentLinkedQueue<>();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "INFO",
        "CLIENT",
        "SCRIPT",
        "CONFIG ACL",
        "INFO CONFIG CLIENT SCRIPT ACL HELLO ROLE"
      })
  void tasksOfAWorkerThatDiedRunAgainWhereCommandsAreRenamed(String names) throws Exception {
    List<String> commands = List.of(names.split(" ", -1));
    String renamed =
        commands.stream()
            .map(name -> "--rename-command " + name + " ")
            .collect(Collectors.joining(" "));
    try (TestRedis redis = TestRedis.with(renamed + " --loglevel notice")) {
      ServerFacts facts = diesAndRunsElsewhere(redis, redis.uri());

      assertThat(facts.denied()).isEmpty();
      assertThat(facts.rightsKnown()).isEqualTo(!commands.contains("ACL"));
      assertThat(facts.unasked().contains("INFO")).isEqualTo(commands.contains("INFO"));
      assertThat(facts.unasked().contains("CONFIG GET")).isEqualTo(commands.contains("CONFIG"));
      if (commands.size() < 3) {
        assertThat(facts.majorVersion()).isGreaterThanOrEqualTo(6);
      }
    }
  }

  @Test
  void tasksOfAWorkerThatDiedRunAgainWhereTheUserMayNotSendThem() throws Exception {
    try (TestRedis redis = TestRedis.start()) {
      try (RedisLine line = new RedisLine(redis.port())) {
        line.say(
            List.of(
                "ACL", "SETUSER", "poor", "on", ">poor", "~*", "&*", "+@all", "-info", "-config",
                "-client", "-script", "-acl"));
      }
      ServerFacts facts =
          diesAndRunsElsewhere(redis, "redis://poor:poor@127.0.0.1:" + redis.port());

      assertThat(facts.unasked()).contains("INFO", "CONFIG GET", "ACL");
    }
  }

  /** More than one chunk of a walk, of which only a part is of the dead. */
  private ServerFacts diesAndRunsElsewhere(TestRedis redis, String uri) throws Exception {
    List<String> texts = IntStream.range(0, 1500).mapToObj(i -> "task " + i).toList();
    SwallowingProxy wire = new SwallowingProxy(redis.port());
    Sluice dying = connect(uri.replaceFirst("[^@/]*$", wire.uri().substring(8)));
    Set<String> begun = ConcurrentHashMap.newKeySet();
    dying
        .worker(QUEUE)
        .concurrency(texts.size())
        .handle(ECHO, task -> Mono.<String>never().doOnSubscribe(any -> begun.add(task.payload())))
        .start();
    texts.forEach(text -> dying.enqueue(QUEUE, ECHO.with(text)).subscribe());
    Eventually.eventually(() -> begun.size() == texts.size());
    Sluice living = connect(uri);
    try {
      living
          .worker(QUEUE)
          .concurrency(texts.size())
          .handle(ECHO, task -> Mono.just(task.payload()).doOnNext(ran::add))
          .start();
      wire.close();
      long diedAt = System.nanoTime();
      Eventually.eventually(() -> ran.containsAll(texts));

      assertThat(Duration.ofNanos(System.nanoTime() - diedAt)).isLessThan(SESSION.plusSeconds(4));
      assertThat(living.health().block(SOON).ready()).isTrue();
      assertThat(failed)
          .noneMatch(
              event -> ((EngineEvent.PassFailed) event).error() instanceof StoreCorruptedException);
      return living.serverFacts().blockOptional(SOON).orElseThrow();
    } finally {
      dying.stop(Duration.ZERO).onErrorComplete().block(SOON);
      living.stop(Duration.ofSeconds(2)).block(SOON);
    }
  }

  private Sluice connect(String uri) {
    return Sluice.builder(SluiceConfig.of(uri).withSessionLife(SESSION))
        .listener(
            event -> {
              if (event instanceof EngineEvent.PassFailed) {
                failed.add(event);
              }
            })
        .connect();
  }
}
