package io.sluice;

import static io.sluice.testing.TestEngine.SOON;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.AclSetuserArgs;
import io.sluice.config.SluiceConfig;
import io.sluice.schedule.Schedule;
import io.sluice.task.enqueue.TaskType;
import io.sluice.testing.Eventually;
import io.sluice.testing.TestEngine;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Ten engines and a hundred and one schedules on the real clock, and one of the engines falls dead:
 * each instant fires once. For longer with {@code -Dfiring.seconds=30}.
 */
@Tag("scaled")
class TenNodesTest {
  @RegisterExtension static final TestEngine ENGINE = TestEngine.withDefaults();

  private static final TaskType<String, String> REPORT =
      TaskType.of("report", String.class, String.class);
  private static final int NODES = 10;
  private static final int SECONDLY = 100;
  private static final int SECONDS = Integer.getInteger("firing.seconds", 6);
  private static final String QUEUE = "reports";
  private static final String MINUTELY = "minutely";

  private final List<Sluice> nodes = new ArrayList<>();
  private final Schedules schedules = ENGINE.sluice().schedules();

  @BeforeEach
  void start() {
    ENGINE
        .tampering()
        .commands()
        .aclSetuser(
            "victim",
            AclSetuserArgs.Builder.on().addPassword("x").allKeys().allCommands().allChannels());
    nodes.add(node(ENGINE.redis().uri().replace("redis://", "redis://victim:x@")));
    while (nodes.size() < NODES) {
      nodes.add(node(ENGINE.redis().uri()));
    }
  }

  @AfterEach
  void stop() {
    Flux.fromIterable(nodes).flatMap(node -> node.stop(Duration.ZERO), NODES).blockLast(SOON);
  }

  @Test
  void eachInstantFiresOnce() {
    Instant begin = put();
    Instant end = begin.plusSeconds(SECONDS);
    until(begin.plus(Duration.ofSeconds(SECONDS).dividedBy(2)));
    ENGINE.tampering().commands().aclDeluser("victim"); // ends its connections, and lets none in
    nodes.remove(0).stop(Duration.ZERO).block(SOON); // finds no Redis that it could tell
    until(end);
    Eventually.eventually(() -> all(SECONDLY, fires(), end));
    names().forEach(name -> schedules.pause(name).block(SOON));

    Map<String, NavigableSet<Instant>> fires = fires();
    for (String name : names().toList()) {
      NavigableSet<Instant> instants = fires.getOrDefault(name, new TreeSet<>());
      assertThat(instants).as(name).isEqualTo(planned(name, begin, instants, end));
      var past = schedules.find(name).block(SOON).past();
      assertThat(past.fired()).as("%s fired", name).isEqualTo(instants.size());
      assertThat(past.skipped()).as("%s fired twice", name).isZero();
    }
    assertThat(ENGINE.audit(QUEUE).balanced()).isTrue();
    assertThat(ENGINE.stats(QUEUE).block(SOON).totals().accepted())
        .isEqualTo(fires.values().stream().mapToInt(NavigableSet::size).sum());
  }

  /** From when on all schedules are there. */
  private Instant put() {
    Flux.range(0, SECONDLY)
        .flatMap(
            i ->
                schedules.put(
                    "s" + i, Schedule.every(Duration.ofSeconds(1)), QUEUE, REPORT.with("x")))
        .then(
            schedules.put(
                MINUTELY, Schedule.cron("* * * * *", ZoneId.of("UTC")), QUEUE, REPORT.with("x")))
        .block(SOON);
    return ENGINE.store().now();
  }

  /** Every instant from the first one of a schedule, which is not later than it must be, on. */
  private static NavigableSet<Instant> planned(
      String name, Instant begin, NavigableSet<Instant> fired, Instant end) {
    int period = name.equals(MINUTELY) ? 60 : 1;
    NavigableSet<Instant> planned = new TreeSet<>();
    Instant at = Instant.ofEpochSecond((begin.getEpochSecond() / period + 1) * period);
    while (!fired.isEmpty() && fired.first().isBefore(at)) {
      at = at.minusSeconds(period);
    }
    for (; !at.isAfter(later(end, fired)); at = at.plusSeconds(period)) {
      planned.add(at);
    }
    return planned;
  }

  private static Instant later(Instant end, NavigableSet<Instant> fired) {
    return fired.isEmpty() || fired.last().isBefore(end) ? end : fired.last();
  }

  /** Whether so many schedules have fired up to the end. */
  private static boolean all(int count, Map<String, NavigableSet<Instant>> fires, Instant end) {
    return count
        == fires.entrySet().stream()
            .filter(each -> !each.getKey().equals(MINUTELY))
            .filter(each -> !each.getValue().last().isBefore(end))
            .count();
  }

  /** By schedule, the instants of its tasks. */
  private static Map<String, NavigableSet<Instant>> fires() {
    return ENGINE.tampering().commands().hkeys("sluice:{reports}:tasks".getBytes(UTF_8)).stream()
        .map(id -> new String(id, UTF_8))
        .collect(
            Collectors.groupingBy(
                id -> id.substring(0, id.indexOf('.')),
                Collectors.mapping(
                    TenNodesTest::instant,
                    Collectors.toCollection(
                        () -> (NavigableSet<Instant>) new TreeSet<Instant>()))));
  }

  private static Instant instant(String id) {
    return Instant.ofEpochMilli(Long.parseLong(id.substring(id.indexOf('.') + 1)));
  }

  private static Stream<String> names() {
    return Stream.concat(Stream.of(MINUTELY), IntStream.range(0, SECONDLY).mapToObj(i -> "s" + i));
  }

  private static void until(Instant instant) {
    Duration within = Duration.ofSeconds(SECONDS + 20);
    Eventually.eventually(
        within, Mono.fromSupplier(ENGINE.store()::now), now -> now.isAfter(instant));
  }

  private static Sluice node(String uri) {
    SluiceConfig config = SluiceConfig.of(uri).withMaintainAllQueues(true);
    return Sluice.builder(config).listener(event -> {}).connect();
  }
}
