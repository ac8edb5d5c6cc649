package io.sluice.flow;

import static io.sluice.testing.TestEngine.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.Sluice;
import io.sluice.config.SluiceConfig;
import io.sluice.event.EngineEvent;
import io.sluice.script.LetterScripts;
import io.sluice.script.LetterScripts.Program;
import io.sluice.task.QueueInUseException;
import io.sluice.task.QueueName;
import io.sluice.task.enqueue.TaskType;
import io.sluice.task.view.Explanation;
import io.sluice.task.view.LettersView;
import io.sluice.testing.Eventually;
import io.sluice.testing.RedisLine;
import io.sluice.testing.TestEngine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.publisher.Mono;

/** An engine carries the letters that a script wrote. */
class LetterDeliveryTest {
  private static final TaskType<String, Void> WORK = TaskType.of("work", String.class, Void.class);

  @RegisterExtension
  static final TestEngine ENGINE = TestEngine.with(config -> config.withMaintainAllQueues(true));

  private static final LetterScripts SCRIPTS = LetterScripts.ofProduction();
  private static RedisLine line;

  private final Sluice sluice = ENGINE.sluice();
  private final String source = ENGINE.queue();
  private final String target = ENGINE.queue();
  private final Map<String, Integer> runs = new ConcurrentHashMap<>();
  private int operations;

  @BeforeAll
  static void connect() {
    line = new RedisLine(ENGINE.redis().port());
  }

  @AfterAll
  static void disconnect() {
    line.close();
  }

  @Test
  void tasksInLettersRunInTheirQueueOnce() {
    run(target);
    List<String> ids = ids("t", 300);

    write(target, ids);

    Eventually.eventually(() -> runs.size() == ids.size());
    assertThat(runs).containsOnlyKeys(ids).allSatisfy((id, times) -> assertThat(times).isOne());
    Eventually.eventually(() -> "0".equals(unsent()));
    assertThat(ENGINE.audit(target).balanced()).isTrue();
    assertThat(ENGINE.store().names().known(QueueName.of(target)).block(SOON)).isTrue();
  }

  @Test
  void aTargetThatCannotTakeLettersHoldsUpNoOther() {
    String broken = ENGINE.queue();
    run(target);
    run(broken);
    say("SET", key(broken, "inbox"), "of another type");

    write(broken, ids("b", 3));
    write(target, ids("t", 3));

    Eventually.eventually(() -> runs.keySet().containsAll(ids("t", 3)));
    Eventually.eventually(
        () ->
            ENGINE.events(EngineEvent.LettersHeld.class).stream()
                .anyMatch(held -> held.target().value().equals(broken) && held.unsent() == 3));
    assertThat(runs).doesNotContainKeys("b0", "b1", "b2");
    LettersView letters = sluice.queues().letters(source).block(SOON);
    assertThat(letters.unsent()).isEqualTo(3);
    assertThat(letters.outOfReach()).isZero();
    assertThat(letters.lines())
        .filteredOn(each -> each.target().value().equals(broken))
        .singleElement()
        .satisfies(each -> assertThat(each.unsent()).isEqualTo(3))
        .satisfies(each -> assertThat(each.tries()).isPositive());

    say("DEL", key(broken, "inbox"));

    Eventually.eventually(() -> runs.keySet().containsAll(ids("b", 3)));
  }

  @Test
  void aQueueWithTooManyUnsentLettersClaimsNothingAndSaysWhy() {
    say("HSET", key(source, "lines"), "*", "100000");
    run(source);

    String id = sluice.enqueue(source, WORK.with("x")).block(SOON).id().value();

    Eventually.eventually(
        sluice.tasks().explain(source, id),
        why -> why.reasons().stream().anyMatch(each -> each.code() == Explanation.Code.ADMISSION));
    assertThat(runs).isEmpty();

    say("HSET", key(source, "lines"), "*", "99999");

    Eventually.eventually(() -> runs.containsKey(id));
  }

  @Test
  void aQueueWithUnsentLettersIsNotDeleted() {
    sluice.queues().delete(source).block(SOON);
    say("HSET", key(source, "lines"), "*", "2");

    assertThatThrownBy(() -> sluice.queues().delete(source).block(SOON))
        .isInstanceOf(QueueInUseException.class)
        .hasMessageContaining("2 unsent letters");
  }

  private void run(String queue) {
    sluice
        .worker(queue)
        .handle(
            WORK,
            task -> {
              runs.merge(task.id().value(), 1, Integer::sum);
              return Mono.empty();
            })
        .start();
  }

  private static List<String> ids(String prefix, int count) {
    return IntStream.range(0, count).mapToObj(i -> prefix + i).toList();
  }

  /** As a settle would, in one step. */
  private void write(String to, List<String> ids) {
    String template = template();
    List<String> args = new ArrayList<>(List.of("" + ++operations, "o" + operations));
    for (String id : ids) {
      args.add(to);
      args.add(id + " 0 " + template);
    }
    Program program = SCRIPTS.of("write");
    List<String> keys = program.keys(SluiceConfig.DEFAULT_NAMESPACE, source, "test");
    List<String> words = new ArrayList<>(List.of("EVAL", program.text(), "" + keys.size()));
    words.addAll(keys);
    words.addAll(args);
    assertThat(line.say(words)).isEqualTo("ok");
  }

  /** The envelope of a task, which is put off for ever. */
  private String template() {
    String id =
        sluice.enqueue(source, WORK.with("x").delay(Duration.ofHours(1))).block(SOON).id().value();
    return String.valueOf(say("HGET", key(source, "tasks"), id));
  }

  private String unsent() {
    return String.valueOf(say("HGET", key(source, "lines"), "*"));
  }

  private static Object say(String... words) {
    Object answer = line.say(List.of(words));
    return answer == null ? "" : answer;
  }

  private static String key(String queue, String word) {
    return SluiceConfig.DEFAULT_NAMESPACE + ":{" + queue + "}:" + word;
  }
}
