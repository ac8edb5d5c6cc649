package io.sluice.store.fair;

import static io.sluice.store.TestQueue.LONG;
import static io.sluice.store.TestQueue.done;
import static io.sluice.store.TestQueue.now;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.schedule.Schedule;
import io.sluice.schedule.TaskTemplate;
import io.sluice.script.Landing;
import io.sluice.store.Act;
import io.sluice.store.ClaimReply;
import io.sluice.store.ContractSetup;
import io.sluice.store.EnqueueItem;
import io.sluice.store.EnqueueReply;
import io.sluice.store.StoredSchedule;
import io.sluice.store.StoredTask;
import io.sluice.store.TestQueue;
import io.sluice.store.TestSession;
import io.sluice.task.Failure;
import io.sluice.task.Outcome;
import io.sluice.task.ScheduleName;
import io.sluice.task.TaskId;
import io.sluice.task.enqueue.TaskOptions;
import io.sluice.task.enqueue.TaskType;
import io.sluice.task.enqueue.Unique;
import io.sluice.task.view.Explanation;
import io.sluice.task.view.GroupRule;
import io.sluice.task.view.QueueSettings;
import io.sluice.task.view.RateLimit;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Tasks that take more than one token of the rates of their queue and their group. */
public interface CostContract extends ContractSetup {
  Duration PER_TOKEN = Duration.ofHours(1);
  RateLimit FOUR_AT_ONCE = new RateLimit(1, PER_TOKEN, 4);

  private static EnqueueItem item(TestQueue queue, int cost, @Nullable String group) {
    StoredTask plain = queue.task(queue.newId());
    TaskOptions options =
        TaskType.raw("greet").with(new byte[0]).cost(cost).options().placed(null, group);
    return new EnqueueItem(
        new StoredTask(plain.id(), plain.type(), plain.createdAt(), options, plain.payload()),
        true,
        Duration.ZERO,
        null);
  }

  private static TaskId put(TestQueue queue, int cost, @Nullable String group) {
    EnqueueItem item = item(queue, cost, group);
    assertThat(queue.enqueue(item)).containsExactly(EnqueueReply.ACCEPTED);
    return item.task().id();
  }

  private static void configure(TestQueue queue, QueueSettings settings) {
    done(queue.store().lanes().configure(queue.name(), settings));
  }

  private static void fourAtOnceInQueue(TestQueue queue) {
    configure(queue, QueueSettings.NONE.rateLimit(FOUR_AT_ONCE));
  }

  private static void fourAtOnceInGroup(TestQueue queue) {
    GroupRule rule = new GroupRule(null, null, FOUR_AT_ONCE, null);
    configure(queue, QueueSettings.NONE.groups(Map.of("a", rule)));
  }

  private static Duration waitOf(ClaimReply reply) {
    assertThat(reply).isInstanceOf(ClaimReply.Limited.class);
    Duration left = ((ClaimReply.Limited) reply).left();
    assertThat(left).isNotNull();
    return left;
  }

  private static void assertHours(Duration is, long hours) {
    assertThat(is)
        .isBetween(PER_TOKEN.multipliedBy(hours).minusMinutes(5), PER_TOKEN.multipliedBy(hours));
  }

  @Test
  default void aStartTakesAsManyTokensOfTheQueueAsTheTaskCosts() {
    TestQueue queue = queue();
    fourAtOnceInQueue(queue);
    List<TaskId> ids = List.of(put(queue, 3, null), put(queue, 1, null), put(queue, 1, null));
    TestSession session = queue.session();

    assertThat(TestSession.ids(session.claim(10))).isEqualTo(ids.subList(0, 2));
    assertHours(waitOf(session.tryClaim(10)), 1);
    queue.assertBalanced();
  }

  @Test
  default void aTaskOfTheQueueWaitsForItsTokensAndTheTasksBehindItWaitToo() {
    TestQueue queue = queue();
    fourAtOnceInQueue(queue);
    TaskId first = put(queue, 1, null);
    TaskId costly = put(queue, 4, null);
    TaskId last = put(queue, 1, null);
    TestSession session = queue.session();

    assertThat(TestSession.ids(session.claim(10))).containsExactly(first);
    assertHours(waitOf(session.tryClaim(10)), 1);
    configure(queue, QueueSettings.NONE);
    assertThat(TestSession.ids(session.claim(10))).containsExactly(costly, last);
    queue.assertBalanced();
  }

  @Test
  default void whatABlockedWorkerWasBroughtGoesBackWhenItCostsMoreThanIsThere() {
    TestQueue queue = queue();
    fourAtOnceInQueue(queue);
    put(queue, 2, null);
    TestSession session = queue.session();
    session.claim();
    TaskId costly = put(queue, 3, null);
    Landing landing = queue.store().landing(queue.name());
    TaskId arrived = now(landing.arrival());
    done(landing.close());

    assertHours(waitOf(session.tryClaim(1, arrived)), 1);

    configure(queue, QueueSettings.NONE);
    assertThat(TestSession.ids(session.claim(1))).containsExactly(costly);
    queue.assertBalanced();
  }

  @Test
  default void aStartTakesAsManyTokensOfItsGroupAsTheTaskCosts() {
    TestQueue queue = queue();
    fourAtOnceInGroup(queue);
    TaskId first = put(queue, 3, "a");
    put(queue, 2, "a");
    TaskId other = put(queue, 3, "b");
    TestSession session = queue.session();

    assertThat(TestSession.ids(session.claim(10))).containsExactlyInAnyOrder(first, other);
    assertThat(session.claim(10)).isEmpty();
  }

  @Test
  default void anUrgentTaskOfAGroupDoesNotWaitForTheTokensOfAnother() {
    TestQueue queue = queue();
    fourAtOnceInGroup(queue);
    put(queue, 3, "a");
    put(queue, 4, "a");
    TestSession session = queue.session();
    assertThat(session.claim(10)).hasSize(1);
    assertThat(session.claim(10)).isEmpty();

    TaskId urgent = LaneContract.put(queue, 9, "a");

    assertThat(TestSession.ids(session.claim(10))).containsExactly(urgent);
  }

  @Test
  default void theNextOfAGroupStartsWhenTheOneThatWaitsForTokensIsCancelled() {
    TestQueue queue = queue();
    fourAtOnceInGroup(queue);
    put(queue, 3, "a");
    TaskId costly = put(queue, 4, "a");
    TaskId cheap = put(queue, 1, "a");
    TestSession session = queue.session();
    assertThat(session.claim(10)).hasSize(1);
    assertThat(session.claim(10)).isEmpty();
    Landing landing = queue.store().landing(queue.name());

    queue.cancel(costly);

    // A parked worker is woken for it.
    TaskId arrived = now(landing.arrival());
    done(landing.close());
    assertThat(TestSession.ids(session.claim(10, arrived))).containsExactly(cheap);
  }

  @Test
  default void aCostThatIsLargerThanTheBurstTakesAllOfIt() {
    TestQueue queue = queue();
    fourAtOnceInQueue(queue);
    TaskId costly = put(queue, 100, null);
    put(queue, 1, null);
    TestSession session = queue.session();

    assertThat(TestSession.ids(session.claim(10))).containsExactly(costly);
    assertHours(waitOf(session.tryClaim(10)), 1);
  }

  @Test
  default void eachStartOfATaskTakesItsTokensAgain() {
    TestQueue queue = queue();
    fourAtOnceInQueue(queue);
    TaskId id = put(queue, 2, null);
    TestSession session = queue.session();

    queue.settle(session.claim(), new Outcome.Release());
    queue.settle(session.claim(), new Outcome.Retry(Duration.ZERO, Failure.of("io.Broken", "no")));
    queue.promote();

    assertThat(queue.find(id).options().cost()).isEqualTo(2);
    assertHours(waitOf(session.tryClaim(10)), 1); // until the next token, of which there is none
  }

  @Test
  default void aTaskWithAConditionAndOneThatIsDelayedTakeTheirTokensToo() {
    TestQueue queue = queue();
    fourAtOnceInQueue(queue);
    EnqueueItem plain = item(queue, 2, null);
    queue.take(
        new EnqueueItem(plain.task(), true, Duration.ZERO, null, Unique.keepLast("k"), null));
    EnqueueItem later = TestQueue.delayed(item(queue, 3, null), TestQueue.LONG);
    queue.enqueue(later);
    TestSession session = queue.session();
    assertThat(session.claim(10)).hasSize(1);
    queue.admin().act(later.task().id(), Act.RUN_NOW);
    assertHours(waitOf(session.tryClaim(10)), 1);
  }

  @Test
  default void aTaskThatWaitsForItsTokensTellsUntilWhen() {
    TestQueue queue = queue();
    fourAtOnceInGroup(queue);
    put(queue, 3, "a");
    TaskId costly = put(queue, 4, "a");
    TestSession session = queue.session();
    session.claim(10);

    Explanation why = now(queue.store().lanes().explain(queue.name(), costly)).orElseThrow();

    assertThat(why.reasons().get(0).code()).isEqualTo(Explanation.Code.RATE);
    assertHours(Duration.between(queue.store().now(), why.reasons().get(0).until()), 3);
    assertThat(why.expectedStart()).isEqualTo(why.reasons().get(0).until());
  }

  @Test
  default void anIdThatIsFreeAgainCostsWhatItsNewTaskCosts() {
    TestQueue queue = queue();
    fourAtOnceInQueue(queue);
    EnqueueItem first = TestQueue.delayed(item(queue, 4, null), LONG);
    queue.enqueue(first);
    TaskId purged = put(queue, 4, "a");
    TaskId id = first.task().id();
    queue.admin().act(id, Act.DELETE);
    queue.admin().act(purged, Act.DELETE);

    assertThat(queue.enqueue(queue.given(id), queue.given(purged), item(queue, 2, null)))
        .containsOnly(EnqueueReply.ACCEPTED);

    assertThat(queue.session().claim(10)).hasSize(3);
    queue.assertBalanced();
  }

  @Test
  default void aTaskOfAScheduleTakesTheTokensOfItsTemplate() {
    TestQueue queue = queue();
    fourAtOnceInQueue(queue);
    ScheduleName name = ScheduleName.of(queue.name() + "-costly");
    TaskOptions options = item(queue, 3, null).task().options();
    TaskTemplate template = new TaskTemplate("greet", options, new byte[0]);
    now(
        queue
            .store()
            .schedules()
            .put(new StoredSchedule(name, queue.name(), Schedule.every(LONG), template)));
    now(queue.store().schedules().trigger(name));
    put(queue, 2, null);
    TestSession session = queue.session();

    assertThat(session.claim(10)).hasSize(1);
    assertHours(waitOf(session.tryClaim(10)), 1);
  }
}
