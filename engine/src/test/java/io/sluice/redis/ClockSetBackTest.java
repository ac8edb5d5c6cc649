package io.sluice.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.script.Reply;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What was set by a length, or for an instant, when the clock is set back by an hour. */
class ClockSetBackTest extends SetBackClock {
  @Test
  void aDelayIsOverAfterItsLength() {
    for (int i = 0; i < 20; i++) {
      enqueue("t" + i, TEN.toMillis());
    }
    enqueue("long", DAY_MS);

    setBack();
    enqueue("after", TEN.toMillis());

    assertThat(pull()).isEqualTo(21);
    pass(TEN.minusMillis(1));
    assertThat(promoted()).isZero();
    pass(A_LITTLE_MORE.minus(TEN));
    assertThat(promoted()).isEqualTo(21);
    pass(Duration.ofMillis(DAY_MS * 1008 / 1000));
    assertThat(promoted()).isEqualTo(1);
  }

  @Test
  void anInstantThatSomebodyNamedIsWaitedFor() {
    enqueue("t", "@" + START.plus(TEN).toEpochMilli());

    setBack();

    assertThat(pull()).isZero();
    pass(TEN);
    assertThat(promoted()).isZero();
    pass(STEP);
    assertThat(promoted()).isEqualTo(1);
  }

  @Test
  void theNextAttemptAndASnoozeComeAfterTheirWait() {
    run("a", "b");
    settle("a", "R", TEN.toMillis(), "T\nfailed");
    settle("b", "Z", TEN.toMillis(), "");

    setBack();

    assertThat(pull()).isEqualTo(3); // and the session
    pass(A_LITTLE_MORE);
    assertThat(promoted()).isEqualTo(2);
  }

  @Test
  void aTaskExpiresWhenItWasToBegin() {
    enqueueOnce("t", TEN.toMillis(), "", 0);
    enqueueOnce("later", STEP.multipliedBy(3).toMillis(), "", 0);

    setBack();

    assertThat(pull()).isEqualTo(2);
    pass(A_LITTLE_MORE);
    assertThat(calls.run("expire", PRODUCER, 10)).isEqualTo(List.of(1L, 1L));
    assertThat(calls.run("expire", PRODUCER, 10)).isEqualTo(List.of(0L, 0L));
  }

  @Test
  void aKeyIsHeldForItsWindow() {
    enqueueOnce("t", null, "ukey", TEN.toMillis());

    setBack();

    assertThat(enqueueOnce("second", null, "ukey", TEN.toMillis())).contains("reject t");
    assertThat(pull()).isEqualTo(1);
    pass(TEN.minusMillis(1));
    assertThat(enqueueOnce("third", null, "ukey", TEN.toMillis())).contains("reject t");
    pass(Duration.ofMillis(1));
    assertThat(enqueueOnce("fourth", null, "ukey", TEN.toMillis())).contains("ok, 1");
  }

  @Test
  void aPauseIsOverAfterItsLength() {
    calls.run("configure", PRODUCER, "paused", 1, "paused_until", "+" + TEN.toMillis());
    enqueue("t", "0");

    setBack();

    assertThat(pull()).isEqualTo(1);
    calls.run("open", CLAIMS, "s", LIFE_MS);
    assertThat(claim()).startsWith("[paused");
    pass(A_LITTLE_MORE);
    assertThat(claim()).startsWith("[ok");
  }

  @Test
  void whatADeadWorkerHeldComesBackAfterItsSession() {
    run("t");

    setBack();

    assertThat(pull()).isEqualTo(1);
    assertThat(reap()).isZero();
    pass(Duration.ofMillis(LIFE_MS * 1008 / 1000));
    assertThat(reap()).isEqualTo(1);
  }

  @Test
  void aWorkerThatLivesKeepsItsSession() {
    run("t");
    setBack();
    calls.run("extend", CLAIMS, "s", LIFE_MS, 0, 10);

    assertThat(pull()).isZero();
    pass(Duration.ofMillis(LIFE_MS - 1));
    assertThat(reap()).isZero();
  }

  @Test
  void whatHasFinishedOrIsDeadGoesAfterItsRetention() {
    run("kept", "own", "dead");
    keep("own", TEN);
    settle("dead", "B", 0, "T\nfailed");
    settle("kept", "C", 0, "");

    setBack();

    assertThat(pull()).isEqualTo(4); // and the session
    assertThat(sweep()).isZero();
    pass(A_LITTLE_MORE);
    assertThat(sweep()).isEqualTo(3);
  }

  @Test
  void whatIsLeftForWhoWaitsGoesAsSoonAsEver() {
    enqueue("t", "0");
    calls.run("await", PRODUCER, TEN.toMillis(), 1_000, "t");

    setBack();

    assertThat(pull()).isEqualTo(1);
    pass(TEN);
    sweep();
    assertThat(calls.commands().exists(calls.name("awaited", PRODUCER))).isZero();
  }

  @Test
  void whatWasLeftInLandingGoesBackAfterItsGrace() {
    enqueue("t", "0");
    calls
        .commands()
        .lmove(
            calls.name("ready", PRODUCER),
            calls.name("landing", PRODUCER),
            io.lettuce.core.LMoveArgs.Builder.leftRight());
    reap();

    setBack();
    reap();
    pass(Duration.ofSeconds(1));

    assertThat(new Reply(calls.run("reap", PRODUCER, 100, 3, 1000, 9, 0, "T\n")).number(5))
        .isEqualTo(1);
  }

  @Test
  void anActOnManyKeepsItsRate() {
    run("a", "b");
    settle("a", "B", 0, "T\nfailed");
    settle("b", "B", 0, "T\nfailed");
    pass(Duration.ofSeconds(1));
    calls.run("bulk", PRODUCER, "begin", "b", "purge", "dead", 1, "", "");

    setBack();

    assertThat(step()).isZero();
    pass(Duration.ofSeconds(1));
    assertThat(step()).isEqualTo(1);
    pass(Duration.ofSeconds(1));
    assertThat(step()).isEqualTo(1);
  }

  @Test
  void aRedriveEndsThoughWhatItRevivesDiesAgain() {
    run("a", "b", "c");
    for (String id : List.of("a", "b", "c")) {
      settle(id, "B", 0, "T\nfailed");
    }
    calls.run("bulk", PRODUCER, "begin", "b", "redrive", "dead", 0, "", "");

    setBack();
    pull();
    for (int revived = 0; revived < 3; revived++) {
      assertThat(new Reply(calls.run("bulk", PRODUCER, "step", 1)).number(0)).isEqualTo(1);
      claim();
      for (byte[] id : calls.commands().hkeys(calls.name("running", CLAIMS))) {
        settle(text(id), "B", 0, "T\nfailed");
      }
    }

    assertThat(new Reply(calls.run("bulk", PRODUCER, "step", 1)).number(0)).isZero();
    assertThat(new Reply(calls.run("bulk", PRODUCER, "step", 1)).number(1)).isEqualTo(-1);
  }

  @Test
  void ratesAreToldAgainFromThenOn() {
    setBack();
    pull();
    sweep();
    enqueue("t", "0");
    pass(TEN);

    List<?> stats = calls.run("stats", PRODUCER);

    assertThat(stats.get(stats.size() - 11)).isEqualTo(TEN.toMillis());
    assertThat(stats.get(stats.size() - 10)).isEqualTo(1L);
  }

  @Test
  void aClockThatIsNotSetBackIsNoReasonToLook() {
    enqueue("t", TEN.toMillis());
    pass(Duration.ofSeconds(5));

    assertThat(pull()).isZero();
    assertThat(new Reply(calls.run("pull", PRODUCER, CHUNK)).number(2)).isZero();
  }
}
