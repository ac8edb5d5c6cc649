package io.sluice.metrics;

/** The meters of an engine: all of them, by the names that dashboards know. */
public enum MeterName {
  /** Timer: from a claim until its outcome is recorded. Tags queue, type, outcome. */
  TASK_RUN("sluice.task.run", "From the claim of a task until its outcome is recorded"),
  /** Timer: from the creation of a task until its first claim. Tags queue, type. */
  TASK_WAIT("sluice.task.wait", "From the creation of a task until its first claim"),
  /** Timer: from the creation of a task until its end. Tags queue, type, outcome. */
  TASK_LIFE("sluice.task.life", "From the creation of a task until its end is recorded"),
  /** Counter: attempts that failed. Tags queue, type, outcome (retried or dead). */
  TASK_FAILURES("sluice.task.failures", "Attempts that failed, by what came of it"),
  /** Counter: outcomes that came too late to count. Tag queue. */
  TASK_REFUSED("sluice.task.refused", "Outcomes refused, since the claim was lost before"),
  /** Counter: calls whose outcomes were not as safe in time as their queue wants. Tag queue. */
  SETTLE_UNCONFIRMED(
      "sluice.settle.unconfirmed",
      "Calls that recorded outcomes which were not as safe in time as their queue wants them"),
  /** Counter: tasks of lost sessions that were put back. Tag queue. */
  TASK_REAPED("sluice.task.reaped", "Tasks of lost sessions that were put back"),
  /** Counter: tasks of lost sessions that crashed too often. Tag queue. */
  TASK_POISON("sluice.task.poison", "Tasks that are dead since their workers died too often"),
  /** Counter: due tasks that became ready. Tag queue. */
  TASK_PROMOTED("sluice.task.promoted", "Tasks that became ready when they were due"),
  /** Counter: finished tasks that were dropped. Tag queue. */
  TASK_SWEPT("sluice.task.swept", "Finished tasks dropped after their retention"),
  /** Counter: finished tasks that were dropped early, for want of memory. Tag queue. */
  TASK_SHED(
      "sluice.task.shed", "Finished tasks dropped before their retention, for want of memory"),
  /** Counter: packets of letters that a queue did not take. Tag queue: the one that wrote them. */
  LETTERS_HELD("sluice.letters.held", "Packets of letters to another queue that it did not take"),
  /** Counter: batches that have ended. Tags queue, their home; state (complete or cancelled). */
  BATCHES_ENDED("sluice.batches.ended", "Batches that have ended and whose callbacks were given"),
  /** Counter: how often letters were lost for good. Tag queue: the one that wrote them. */
  LETTERS_OUT_OF_REACH(
      "sluice.letters.out.of.reach", "Times that a queue lost letters that were not kept any more"),
  /** Counter: sessions of workers that began. Tag queue. */
  SESSION_OPENED("sluice.session.opened", "Sessions of workers that began"),
  /** Counter: sessions of workers that were fenced. Tag queue. */
  SESSION_LOST("sluice.session.lost", "Sessions of workers that were declared dead"),
  /** Gauge: tasks that adaptive workers may hold at once. Tag queue. */
  CONCURRENCY_LIMIT(
      "sluice.concurrency.limit", "Tasks that the adaptive workers of a queue hold at most now"),
  /** Counter: decisions of adaptive workers to hold more tasks. Tags queue, reason. */
  CONCURRENCY_RAISED(
      "sluice.concurrency.raised", "Decisions of adaptive workers to hold more tasks"),
  /** Counter: decisions of adaptive workers to hold fewer tasks. Tags queue, reason. */
  CONCURRENCY_LOWERED(
      "sluice.concurrency.lowered", "Decisions of adaptive workers to hold fewer tasks"),
  /** Counter: calls that were not answered and sent again. Tags queue, call. */
  CALL_RESENT("sluice.call.resent", "Calls to Redis sent again for want of an answer"),
  /** Counter: passes of loops that failed. Tags queue, loop. */
  LOOP_FAILURES("sluice.loop.failures", "Passes of loops that failed; the loops go on"),
  /** Gauge: loops that have not done a pass for too long. */
  LOOPS_LATE("sluice.loops.late", "Loops that have not done a pass for too long; should be 0"),
  /** Gauge, seconds: the oldest last pass of all loops. */
  LOOPS_OLDEST("sluice.loops.oldest", "Age of the oldest last pass of all loops"),
  /** Gauge: 1 while the connection to Redis is there, else 0. */
  REDIS_CONNECTED("sluice.redis.connected", "1 while the connection to Redis is there, else 0");

  private final String key;
  private final String description;

  MeterName(String key, String description) {
    this.key = key;
    this.description = description;
  }

  /** The name in registries. */
  public String key() {
    return key;
  }

  public String description() {
    return description;
  }
}
