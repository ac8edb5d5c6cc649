package io.sluice.format;

import static io.sluice.testing.TestEngine.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import io.sluice.Sluice;
import io.sluice.Work;
import io.sluice.config.SluiceConfig;
import io.sluice.event.EngineEvent;
import io.sluice.redis.RedisServer;
import io.sluice.script.Args;
import io.sluice.script.Key;
import io.sluice.script.Script;
import io.sluice.script.ScriptServer;
import io.sluice.script.Slot;
import io.sluice.task.QueueName;
import io.sluice.task.RedisUnavailableException;
import io.sluice.task.view.ServerFacts.DataFormat;
import io.sluice.testing.Eventually;
import io.sluice.testing.TestRedis;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** What an engine says of the format of a namespace, and what it does with one that is newer. */
class FormatTest {
  private static final Duration OFTEN = Duration.ofMillis(50);
  private static final String KEY = "sluice:format";

  private static TestRedis redis;
  private static RedisClient client;
  private static RedisCommands<String, String> commands;

  private final List<EngineEvent> events = new CopyOnWriteArrayList<>();

  @BeforeAll
  static void start() {
    redis = TestRedis.start();
    client = RedisClient.create(redis.uri());
    commands = client.connect().sync();
  }

  @AfterAll
  static void stop() {
    client.shutdown();
    redis.close();
  }

  @AfterEach
  void forget() {
    commands.flushall();
  }

  @Test
  void theFirstEngineSaysInWhichFormatTheDataIs() {
    Sluice sluice = connect();

    assertThat(sluice.serverFacts().block(SOON).format()).isEqualTo(new DataFormat(1, 2));
    assertThat(commands.hgetall(KEY)).isEqualTo(Map.of("written", "1", "needs", "1"));
    sluice.stop(Duration.ZERO).block(SOON);
  }

  @Test
  void aNamespaceWithTasksThatNobodyHasSpokenOfGoesOn() {
    Sluice before = connect();
    String id = before.enqueue("q", Work.ECHO.with("x")).block(SOON).id().value();
    before.stop(Duration.ZERO).block(SOON);
    commands.del(KEY);

    Sluice sluice = connect();
    sluice.worker("q").handle(Work.ECHO, task -> Mono.just(task.payload())).start();

    assertThat(sluice.tasks().await("q", id).block(SOON).result()).asString().isEqualTo("\"x\"");
    Eventually.eventually(() -> commands.hgetall(KEY).containsKey("needs"));
    sluice.stop(Duration.ZERO).block(SOON);
  }

  @Test
  void anEngineRefusesAFormatThatItWouldMisreadAndSaysWhatToDo() {
    commands.hset(KEY, Map.of("written", "4", "needs", "3"));

    assertThatThrownBy(this::connect)
        .isInstanceOf(RedisUnavailableException.class)
        .hasMessage(
            "the data of namespace 'sluice' cannot be used: it is in format 4, which needs a Sluice"
                + " that knows format 3; this one knows formats up to 2: update it, or take another"
                + " namespace");
    assertThat(commands.hgetall(KEY)).isEqualTo(Map.of("written", "4", "needs", "3"));
    assertThat(commands.keys("*")).containsExactly(KEY);
  }

  @Test
  void anEngineRefusesAFormatThatIsNone() {
    commands.hset(KEY, Map.of("written", "one", "needs", "1"));

    assertThatThrownBy(this::connect)
        .isInstanceOf(RedisUnavailableException.class)
        .hasMessageContaining("'one' where the number of a format belongs");
  }

  @Test
  void anEngineRefusesAKeyOfAnotherTypeInPlaceOfTheFormat() {
    commands.set(KEY, "1");

    assertThatThrownBy(this::connect)
        .isInstanceOf(RedisUnavailableException.class)
        .hasMessageContaining("WRONGTYPE");
  }

  @Test
  void anEngineGoesOnWithAFormatThatOnlyAddsAndSaysSoOnce() {
    commands.hset(KEY, Map.of("written", "3", "needs", "1"));
    Sluice sluice = connect();

    assertThat(sluice.serverFacts().block(SOON).format()).isEqualTo(new DataFormat(3, 2));
    sluice.serverFacts().block(SOON);
    String id = sluice.enqueue("q", Work.ECHO.with("x")).block(SOON).id().value();

    assertThat(sluice.tasks().find("q", id).block(SOON)).isNotNull();
    Eventually.eventually(() -> !newer().isEmpty());
    assertThat(newer()).containsExactly(new EngineEvent.FormatNewer("sluice", 3, 1, 2));
    assertThat(newer().get(0).isReadable()).isTrue();
    assertThat(commands.hgetall(KEY)).isEqualTo(Map.of("written", "3", "needs", "1"));
    sluice.stop(Duration.ZERO).block(SOON);
  }

  @Test
  void anEngineStopsWhenTheFormatIsRaisedAndGoesOnWhenItIsLowered() {
    ScriptServer server = guarded();
    Slot queue = Slot.of("sluice", QueueName.of("q"));
    Eventually.eventually(() -> commands.hgetall(KEY).containsKey("needs"));
    assertThat(server.ping().thenReturn(true).block(SOON)).isTrue();

    commands.hset(KEY, Map.of("written", "3", "needs", "3"));
    Eventually.eventually(() -> !newer().isEmpty());

    assertThat(newer().get(0).isReadable()).isFalse();
    assertRefused(server.ping());
    assertRefused(server.run(Script.STATS, queue, Args.of()));
    assertRefused(server.landing(queue).arrival());
    assertRefused(server.landing(queue).word());
    assertThat(commands.exists(new String(queue.key(Key.READY)))).isZero();

    commands.hset(KEY, Map.of("written", "3", "needs", "1"));
    Eventually.eventually(() -> isUsable(server));
    server.close().block(SOON);
  }

  @Test
  void theFirstQueueThatIsDividedRaisesTheFormatAndNeverLowersIt() {
    Sluice sluice = connect();
    sluice.queues().divide("q", 2).block(SOON);
    assertThat(commands.hgetall(KEY)).isEqualTo(Map.of("written", "2", "needs", "2"));
    assertThat(sluice.serverFacts().block(SOON).format()).isEqualTo(new DataFormat(2, 2));
    assertThat(sluice.enqueue("q", Work.ECHO.with("x")).block(SOON)).isNotNull();

    commands.hset(KEY, "written", "3");
    sluice.queues().divide("other", 2).block(SOON);
    assertThat(commands.hgetall(KEY)).isEqualTo(Map.of("written", "3", "needs", "2"));
    sluice.stop(Duration.ZERO).block(SOON);
  }

  @Test
  void anEngineThatGetsNoAnswerAboutTheFormatIsNotStopped() {
    commands.hset(KEY, Map.of("written", "1", "needs", "1"));
    ScriptServer connected = RedisServer.connect(config(), events::add).block(SOON);
    ScriptServer server =
        FormatGuard.over(new NoFormat(connected), "sluice", events::add, OFTEN).block(SOON);

    assertThat(isUsable(server)).isTrue();
    server.close().block(SOON);
  }

  private static boolean isUsable(ScriptServer server) {
    return Boolean.TRUE.equals(server.ping().thenReturn(true).onErrorReturn(false).block(SOON));
  }

  private static void assertRefused(Mono<?> call) {
    assertThatThrownBy(() -> call.block(SOON))
        .isInstanceOf(RedisUnavailableException.class)
        .hasMessageContaining("needs a Sluice that knows format 3");
  }

  private List<EngineEvent.FormatNewer> newer() {
    return events.stream()
        .filter(EngineEvent.FormatNewer.class::isInstance)
        .map(EngineEvent.FormatNewer.class::cast)
        .toList();
  }

  private ScriptServer guarded() {
    return RedisServer.connect(config(), events::add)
        .flatMap(server -> FormatGuard.over(server, "sluice", events::add, OFTEN))
        .block(SOON);
  }

  private Sluice connect() {
    return Sluice.builder(config()).listener(events::add).connect();
  }

  private static SluiceConfig config() {
    return SluiceConfig.of(redis.uri());
  }
}
