package io.sluice.load.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.load.measure.IdSum;
import io.sluice.load.measure.LedgerVerdict;
import io.sluice.load.measure.TaskLog;
import io.sluice.load.pace.ArrivalPlan;
import io.sluice.load.pace.OpenLoop;
import io.sluice.load.pace.Rate;
import io.sluice.load.traffic.Course;
import io.sluice.load.traffic.DelayedTraffic;
import io.sluice.load.traffic.Journey;
import io.sluice.load.traffic.ManyQueues;
import io.sluice.load.traffic.RetryStorm;
import io.sluice.load.traffic.Traffic;
import io.sluice.task.QueueName;
import io.sluice.task.view.Ledger;
import io.sluice.task.view.QueueView;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What scenarios promise can be seen to be broken. */
class PromisesTest {
  private static final LedgerVerdict CLEAN = new LedgerVerdict(10, 10, 0, 0, 0, 0, 0, List.of());

  @Test
  void aTaskThatRunsBeforeItsTimeIsTold() {
    DelayedTraffic traffic = new DelayedTraffic(Duration.ofSeconds(10), Duration.ZERO);
    Journey way = journey(traffic);
    way.sent(0, System.nanoTime());

    traffic.work(way, 0).block();

    assertThat(traffic.problems(course(way))).containsExactly("1 tasks ran before they were due");
  }

  @Test
  void aRetryTooManyOrTooFewIsTold() {
    RetryStorm traffic = new RetryStorm(1, 2, Duration.ofMillis(1), Duration.ZERO);
    Journey way = journey(traffic);
    traffic.accepted(way, 0);

    assertThat(traffic.problems(course(way, queue("q", 1, 1, 2, 0)))).isEmpty();
    assertThat(traffic.problems(course(way, queue("q", 1, 1, 3, 0)))).hasSize(1);
    assertThat(traffic.problems(course(way, queue("q", 1, 1, 1, 0)))).hasSize(1);
  }

  @Test
  void aQueueThatDidNotGetItsShareIsNamed() {
    ManyQueues traffic = new ManyQueues(2, Duration.ZERO);
    Journey way = journey(traffic);
    traffic.accepted(way, 0);
    traffic.accepted(way, 1);

    assertThat(traffic.problems(course(way, queue("one", 1, 1, 0, 0), queue("two", 1, 1, 0, 0))))
        .isEmpty();
    assertThat(traffic.problems(course(way, queue("one", 2, 2, 0, 0), queue("two", 0, 0, 0, 0))))
        .singleElement()
        .asString()
        .contains("queue one was sent 1 tasks and ended 2");
  }

  @Test
  void aTaskLostInOneQueueIsNotMadeUpForByOneDoubledInAnother() {
    LedgerVerdict verdict =
        Books.judge(
            new TaskLog(1),
            List.of(queue("one", 0, 0, 0, 1), queue("two", 0, 0, 0, -1)),
            new IdSum());

    assertThat(verdict.lost()).isEqualTo(1);
    assertThat(verdict.doubled()).isEqualTo(1);
    assertThat(verdict.clean()).isFalse();
  }

  @Test
  void anAuditorSeesWhatDoesNotBalanceAndWhatWasNeverAccepted() {
    assertThat(Auditor.finding(List.of(queue("q", 5, 5, 0, 0)), 5)).isNull();
    assertThat(Auditor.finding(List.of(queue("q", 5, 5, 0, 1)), 5)).contains("did not balance");
    assertThat(Auditor.finding(List.of(queue("q", 4, 4, 0, 0)), 5)).contains("only 4 accepted");
  }

  private static Journey journey(Traffic traffic) {
    return new Journey(
        0,
        new OpenLoop(ArrivalPlan.constant(new Rate(10), Duration.ofSeconds(1))),
        traffic,
        Journey.Stops.ALL,
        true);
  }

  private static Course course(Journey way, Ledger... queues) {
    return new Course(way, CLEAN, List.of(queues));
  }

  private static Ledger queue(
      String name, long accepted, long succeeded, long retried, long balance) {
    return new Ledger(
        QueueName.of(name),
        balance,
        0,
        0,
        0,
        new QueueView.Totals(accepted, succeeded, retried, 0, 0, 0, 0, 0, 0, 0),
        Ledger.Corrections.NONE);
  }
}
