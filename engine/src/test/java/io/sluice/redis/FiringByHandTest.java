package io.sluice.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.protocol.ScheduleReplies;
import io.sluice.protocol.record.ScheduleLine;
import io.sluice.schedule.CatchUp;
import io.sluice.schedule.FirePlan;
import io.sluice.schedule.Schedule;
import io.sluice.script.Call;
import io.sluice.script.Reply;
import io.sluice.script.ScriptCalls;
import io.sluice.store.AheadSchedules;
import io.sluice.store.DueSchedules;
import io.sluice.store.DueSchedules.Due;
import io.sluice.testing.TestRedis;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Ten planners over one Redis whose time is moved by hand: the scripts of production read a clock
 * of the test where they would read the time. Planners are slow, send what they planned late or
 * twice, and die with a plan in hand; tasks are dropped as soon as they are there, as with no
 * retention.
 */
class FiringByHandTest {
  private static final String READS_TIME = "call('TIME')";
  private static final Call LANE = new Call("none", "none", 0);
  private static final Instant START = Instant.parse("2026-11-20T11:59:30Z");
  private static final Duration LENGTH = Duration.ofMinutes(2);
  private static final int NODES = 10;
  private static final int SECONDLY = 100;

  private static TestRedis redis;
  private static ScriptCalls calls;

  private final long seed = Long.getLong("firing.seed", 7);
  private final Random dice = new Random(seed);
  private final Map<String, Integer> fired = new HashMap<>();
  private final List<Node> nodes =
      IntStream.range(0, NODES).mapToObj(i -> new Node()).collect(Collectors.toList());
  private Instant now = START;

  /** One who looks, plans, and sends its plans later. */
  private final class Node {
    private final Deque<List<Object>> unsent = new ArrayDeque<>();

    void look() {
      Reply reply = new Reply(calls.run("due", LANE, 100));
      DueSchedules due = ScheduleReplies.due(reply);
      assertThat(due.now()).isEqualTo(now);
      due.due().forEach(each -> unsent.add(plan(each)));
    }

    private List<Object> plan(Due due) {
      FirePlan plan = FirePlan.of(due.timing(), due.catchUp(), due.at(), now, FirePlan.MAX_FIRES);
      List<Object> args =
          new ArrayList<>(
              List.of(
                  due.name(),
                  due.revision(),
                  due.at().toEpochMilli(),
                  plan.next().toEpochMilli(),
                  plan.fires().size()));
      plan.fires().forEach(instant -> args.add(instant.toEpochMilli()));
      return args;
    }

    void send(boolean twice) {
      List<Object> batch = new ArrayList<>();
      for (int i = dice.nextInt(60); i >= 0 && !unsent.isEmpty(); i--) {
        batch.addAll(unsent.poll());
      }
      for (int i = 0; i < (twice ? 2 : 1) && !batch.isEmpty(); i++) {
        note(new Reply(calls.run("fire", LANE, batch.toArray())));
      }
    }
  }

  @BeforeAll
  static void start() {
    redis = TestRedis.start();
    calls =
        new ScriptCalls(
            redis.uri(),
            Map.of(
                "plan",
                FiringByHandTest::byHand,
                "due",
                FiringByHandTest::byHand,
                "fire",
                FiringByHandTest::byHand,
                "ahead",
                FiringByHandTest::byHand,
                "align",
                FiringByHandTest::byHand));
  }

  @AfterAll
  static void stop() {
    calls.close();
    redis.close();
  }

  @BeforeEach
  void empty() {
    calls.commands().flushall();
    setClock();
  }

  @Test
  void eachInstantOfAHundredSchedulesFiresOnce() {
    put("minutely", Schedule.cron("* * * * *", ZoneId.of("UTC")));
    IntStream.range(0, SECONDLY)
        .forEach(i -> put("s" + i, Schedule.every(Duration.ofSeconds(1)).catchUp(CatchUp.NONE)));

    while (now.isBefore(START.plus(LENGTH))) {
      advance(Duration.ofMillis(1 + dice.nextInt(500)));
      IntStream.range(0, 1 + dice.nextInt(4)).forEach(i -> act(nodes.get(dice.nextInt(NODES))));
    }
    now = START.plus(LENGTH);
    setClock();
    nodes.forEach(this::finish);
    nodes.forEach(this::finish);

    Map<String, Integer> expected = new HashMap<>();
    for (Instant at = START.plusSeconds(1); !at.isAfter(now); at = at.plusSeconds(1)) {
      for (int i = 0; i < SECONDLY; i++) {
        expected.put("s" + i + "." + at.toEpochMilli(), 1);
      }
    }
    Stream.of("2026-11-20T12:00:00Z", "2026-11-20T12:01:00Z")
        .forEach(at -> expected.put("minutely." + Instant.parse(at).toEpochMilli(), 1));
    assertThat(fired).as("seed %d", seed).isEqualTo(expected);
  }

  @Test
  void afterAnOutageTheScheduleDecidesWhatFires() {
    Map.of("none", CatchUp.NONE, "last", CatchUp.LAST, "all", CatchUp.ALL)
        .forEach(
            (name, catchUp) ->
                put(name, Schedule.cron("* * * * *", ZoneId.of("UTC")).catchUp(catchUp)));

    advance(Duration.ofMinutes(90));
    advance(Duration.ofSeconds(15)); // 13:29:45
    nodes.forEach(this::finish);

    assertThat(fired.keySet()).filteredOn(id -> id.startsWith("none.")).isEmpty();
    assertThat(fired.keySet())
        .filteredOn(id -> id.startsWith("last."))
        .containsExactly("last." + Instant.parse("2026-11-20T13:29:00Z").toEpochMilli());
    assertThat(fired.keySet()).filteredOn(id -> id.startsWith("all.")).hasSize(60);
    assertThat(fired.values()).containsOnly(1);
  }

  @Test
  void whenTheClockGoesBackAnHourSchedulesGoOnAndEachRunHasAnIdOfItsOwn() {
    put("minutely", Schedule.cron("* * * * *", ZoneId.of("UTC")));
    advance(Duration.ofMinutes(65));
    nodes.forEach(this::finish);
    int before = fired.size();

    advance(Duration.ofHours(-1));
    nodes.forEach(this::finish);
    assertThat(fired).hasSize(before);
    assertThat(pullIn()).containsExactly("minutely");
    assertThat(pullIn()).isEmpty();
    for (int i = 0; i < 70; i++) {
      advance(Duration.ofMinutes(1));
      nodes.forEach(this::finish);
    }

    assertThat(fired).hasSize(before + 70);
    assertThat(fired.values()).containsOnly(1);
  }

  private List<String> pullIn() {
    AheadSchedules seen = ScheduleReplies.ahead(new Reply(calls.run("ahead", LANE, 0, 100)));
    List<Object> args = new ArrayList<>();
    for (AheadSchedules.Ahead each : seen.ahead()) {
      Instant sooner = FirePlan.sooner(each.timing(), each.at(), each.last(), seen.now());
      if (sooner != null) {
        args.addAll(
            List.of(each.name(), each.revision(), each.at().toEpochMilli(), sooner.toEpochMilli()));
      }
    }
    Reply pulled = new Reply(calls.run("align", LANE, args.toArray()));
    return IntStream.range(0, pulled.size()).mapToObj(pulled::text).toList();
  }

  private void act(Node node) {
    switch (dice.nextInt(8)) {
      case 0, 1, 2, 3 -> {
        node.look();
        node.send(dice.nextInt(4) == 0);
      }
      case 4, 5 -> node.look();
      case 6 -> node.send(true);
      default -> nodes.set(nodes.indexOf(node), new Node()); // dies with its plans
    }
  }

  private void finish(Node node) {
    node.look();
    while (!node.unsent.isEmpty()) {
      node.send(true);
    }
  }

  private void note(Reply reply) {
    for (int i = 2; i < reply.size(); i++) {
      fired.merge(reply.text(i), 1, Integer::sum);
      calls.commands().hdel(calls.name("tasks", LANE), reply.bytes(i));
    }
  }

  private void put(String name, Schedule schedule) {
    Instant next = schedule.timing().next(now);
    calls.run(
        "plan",
        LANE,
        name,
        new ScheduleLine("r", 0, schedule).text(),
        new byte[] {1, 0, 't'},
        next.toEpochMilli(),
        0);
  }

  private void advance(Duration step) {
    now = now.plus(step);
    setClock();
  }

  private void setClock() {
    long millis = now.toEpochMilli();
    calls
        .commands()
        .hset(
            bytes("clock"),
            Map.of(bytes("s"), bytes(millis / 1000), bytes("us"), bytes(millis % 1000 * 1000)));
  }

  private static String byHand(String source) {
    assertThat(source).containsOnlyOnce(READS_TIME);
    return source.replace(READS_TIME, "call('HMGET', 'clock', 's', 'us')");
  }

  private static byte[] bytes(Object value) {
    return value.toString().getBytes(StandardCharsets.UTF_8);
  }
}
