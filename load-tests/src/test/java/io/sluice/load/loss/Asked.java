package io.sluice.load.loss;

import io.sluice.load.fault.proxy.Command;
import io.sluice.script.Script;
import java.time.Duration;
import java.util.function.Predicate;

/** What the engine asks of Redis, and what makes it ask. */
@SuppressWarnings("ImmutableEnumChecker") // a method reference
enum Asked {
  ENQUEUE(Traffic::enqueueGrouped),
  ENQUEUE_STRAIGHT(Traffic::enqueueTogether),
  OFFER(Traffic::goOn),
  OPEN(Traffic::startAnotherWorker),
  EXTEND(Traffic::goOn),
  CLOSE(Traffic::replaceTheWorker),
  CLAIM(Traffic::goOn),
  CLAIM_STRAIGHT(Traffic::goOn),
  SETTLE(Traffic::goOn),
  SETTLE_STRAIGHT(Traffic::goOn),
  PROMOTE(Traffic::goOn),
  REAP(Traffic::goOn),
  SWEEP(Traffic::goOn),
  CANCEL(Traffic::cancelOne),
  HELD(Traffic::lookAtHeld),
  FIND(Traffic::lookAtATask),
  STATS(Traffic::lookAtTheQueue),
  AUDIT(Traffic::lookAtTheLedger),
  BLMOVE(Traffic::goOn);

  private final Step step;

  /** Beside the traffic that there is anyway. */
  @FunctionalInterface
  interface Step {
    void in(Traffic traffic);
  }

  Asked(Step step) {
    this.step = step;
  }

  void provoke(Traffic traffic) {
    step.in(traffic);
  }

  Predicate<Command> command() {
    return this == BLMOVE ? Command.named(name()) : Command.running(script());
  }

  /** Past what the engine waits for this reply, so that it comes when nobody waits. */
  Duration late() {
    return this == BLMOVE ? Duration.ofMillis(5_250) : Duration.ofMillis(2_250);
  }

  private String script() {
    return Script.valueOf(name()).source();
  }
}
