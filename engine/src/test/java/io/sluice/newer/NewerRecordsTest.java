package io.sluice.newer;

import static io.sluice.Work.ECHO;
import static io.sluice.testing.TestEngine.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.Sluice;
import io.sluice.schedule.Schedule;
import io.sluice.schedule.ScheduleView;
import io.sluice.task.QueueName;
import io.sluice.task.SluiceException;
import io.sluice.task.StoreCorruptedException;
import io.sluice.task.TaskState;
import io.sluice.task.batch.BatchId;
import io.sluice.task.enqueue.NewBatch;
import io.sluice.task.view.GroupRule;
import io.sluice.task.view.QueueSettings;
import io.sluice.task.view.RateLimit;
import io.sluice.testing.Eventually;
import io.sluice.testing.TestEngine;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.publisher.Mono;

/**
 * What newer versions add to the records that this one reads and writes: it stays, and harms not.
 */
class NewerRecordsTest {
  @RegisterExtension static final TestEngine ENGINE = TestEngine.withDefaults();

  private final String queue = ENGINE.queue();
  private final Sluice sluice = ENGINE.sluice();
  private final Newer newer = new Newer(ENGINE, queue);

  @Test
  void aSettingOfTomorrowStaysWhenTheOthersAreSet() {
    sluice.queues().configure(queue, settings(5L)).block(SOON);
    newer.put("settings", "tomorrow", "1");

    sluice.queues().configure(queue, settings(7L)).block(SOON);
    sluice.queues().pause(queue, "x", null).block(SOON);
    sluice.queues().resume(queue).block(SOON);

    assertThat(newer.text("settings", "tomorrow")).isEqualTo("1");
    assertThat(sluice.queues().find(queue).block(SOON).settings().maxConcurrency()).isEqualTo(7);
  }

  @Test
  void aRuleWithWordsOfTomorrowIsReadAsFarAsItIsKnown() {
    QueueSettings settings =
        new QueueSettings(
            null,
            null,
            null,
            null,
            new RateLimit(1_000, Duration.ofSeconds(1), 100),
            Map.of("g", new GroupRule(3L, 2L, new RateLimit(50, Duration.ofSeconds(1), 5), 9L)),
            null,
            null,
            null);
    sluice.queues().configure(queue, settings).block(SOON);
    newer.put("settings", "rate", newer.text("settings", "rate") + " more");
    newer.put("groups", "g", newer.text("groups", "g") + " more words");
    String id = sluice.enqueue(queue, ECHO.with("x").group("g")).block(SOON).id().value();

    assertThat(sluice.tasks().explain(queue, id).block(SOON)).isNotNull();
    sluice.worker(queue).handle(ECHO, task -> Mono.empty()).start();

    assertThat(ENGINE.ended(queue, id).state()).isEqualTo(TaskState.SUCCEEDED);
    assertThat(sluice.queues().find(queue).block(SOON).settings()).isEqualTo(settings);
  }

  @Test
  void theRecordOfABatchKeepsWhatANewerEngineAdded() {
    BatchId batch = sluice.batches().open(queue, NewBatch.DEFAULT).block(SOON);
    String field = batch.toString().replaceFirst("@.*", "");
    newer.put("batches", field, newer.text("batches", field) + " words of-tomorrow");
    sluice.worker(queue).handle(ECHO, task -> Mono.empty()).start();

    sluice.enqueue(queue, ECHO.with("x").in(batch)).block(SOON);
    sluice.batches().of(batch).seal().block(SOON);

    assertThat(sluice.batches().of(batch).ended().block(SOON).counts().succeeded()).isEqualTo(1);
    assertThat(newer.text("batches", field)).endsWith(" words of-tomorrow");
  }

  @Test
  void theRecordOfAScheduleKeepsWhatANewerEngineAdded() {
    String name = "s-" + queue;
    sluice
        .schedules()
        .put(name, Schedule.every(Duration.ofSeconds(1)), queue, ECHO.with("x"))
        .block(SOON);
    sluice.worker(queue).handle(ECHO, task -> Mono.empty()).start();
    Eventually.eventually(sluice.schedules().find(name), one -> one.past().fired() > 0);
    sluice.schedules().pause(name).block(SOON);
    newer.put("fired", name, newer.text("fired", name) + " word");
    long fired = sluice.schedules().find(name).block(SOON).past().fired();

    sluice.schedules().resume(name).block(SOON);

    Eventually.eventually(sluice.schedules().find(name), one -> one.past().fired() > fired);
    assertThat(newer.text("fired", name)).endsWith(" word");
    sluice.schedules().delete(name).block(SOON);
  }

  @Test
  void aScheduleWhoseTaskIsNewerFiresAndIsShownWithTheReason() {
    String name = "s-" + queue;
    sluice
        .schedules()
        .put(name, Schedule.every(Duration.ofSeconds(1)), queue, ECHO.with("x"))
        .block(SOON);
    byte[] template = newer.hash("templates", name);
    template[0] = Newer.VERSION;
    newer.put("templates", name, template);
    sluice.worker(queue).handle(ECHO, task -> Mono.empty()).start();

    ScheduleView shown =
        Eventually.eventually(sluice.schedules().find(name), one -> one.past().fired() > 0);

    assertThat(shown.error()).contains("a newer version of Sluice");
    assertThat(newer.hash("tasks", shown.past().lastTask().value())[0]).isEqualTo(Newer.VERSION);
    sluice.schedules().delete(name).block(SOON);
  }

  @Test
  void anActOnManyTasksOfANewKindIsLeftToNewerEngines() {
    sluice.enqueue(queue, ECHO.with("x")).block(SOON);
    String id = sluice.queues().purge(queue, TaskState.DEAD).block(SOON).id();
    String record =
        """
        {"id":"%s","action":"archive","from":"ready","rate":0,"type":"","error":"","state":"running",\
        "matched":1,"processed":0,"failed":0,"startedAt":1,"left":1,"more":"words"}\
        """
            .formatted("m" + id);
    newer.put("bulk", "m" + id, record);
    newer.put("bulk", "*", "m" + id);
    newer.put("settings", "tomorrow", "1");

    ENGINE.store().admin().step(QueueName.of(queue)).block(SOON);

    assertThat(newer.text("bulk", "m" + id)).isEqualTo(record);
    assertThat(sluice.queues().bulkActions(queue).block(SOON))
        .extracting(one -> one.id())
        .containsExactly(id);
    assertThatThrownBy(() -> sluice.queues().bulkAction("m" + id).block(SOON))
        .isInstanceOfSatisfying(
            StoreCorruptedException.class,
            error -> {
              assertThat(error.isNewer()).isTrue();
              assertThat(error.code()).isEqualTo(SluiceException.Code.STATE_CONFLICT);
            });
    assertThat(sluice.queues().find(queue).block(SOON).counts().ready()).isEqualTo(1);
  }

  private static QueueSettings settings(long maxConcurrency) {
    return new QueueSettings(null, maxConcurrency, null, null);
  }
}
