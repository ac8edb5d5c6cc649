package io.sluice.load.chaos;

import io.sluice.load.fault.Fault;
import io.sluice.load.fault.FaultRule;
import io.sluice.task.enqueue.Durability;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * What a run of faults is made of. Immutable.
 *
 * @param tasks how many are sent
 * @param stages how many queues there are: a task that succeeds is followed by one in the next
 * @param length in which they are sent, evenly, and in which faults happen
 * @param rules which faults, and how often
 * @param crew who runs the tasks
 * @param payloadBytes of each task
 * @param poison how many of the tasks end the process that runs them
 * @param seed of the instants, the choice of workers, and the poison
 * @param durability that each send asks for
 */
public record ChaosPlan(
    int tasks,
    int stages,
    Duration length,
    List<FaultRule> rules,
    CrewSize crew,
    int payloadBytes,
    int poison,
    long seed,
    Durability durability) {
  private static final int MOST_TASKS = 50_000_000;
  private static final int MOST_STAGES = 16;
  private static final String QUEUE = "chaos";

  /**
   * The workers of a run.
   *
   * @param workers processes
   * @param concurrency tasks that each holds at most
   * @param session how long one may be silent
   * @param runTime of each task
   */
  public record CrewSize(int workers, int concurrency, Duration session, Duration runTime) {}

  public ChaosPlan {
    rules = List.copyOf(rules);
    require(tasks >= 1 && tasks <= MOST_TASKS, "tasks must be 1 to " + MOST_TASKS, tasks);
    require(stages >= 1 && stages <= MOST_STAGES, "queues must be 1 to " + MOST_STAGES, stages);
    require(!length.isZero(), "duration must be positive", length);
    require(crew.workers >= 1, "workers must be at least 1", crew.workers);
    require(crew.concurrency >= 1, "concurrency must be at least 1", crew.concurrency);
    require(
        payloadBytes >= Parcel.MIN_BYTES,
        "payload must be at least " + Parcel.MIN_BYTES + " bytes to carry its number",
        payloadBytes);
    require(poison >= 0 && poison <= tasks, "poison must be 0 to the number of tasks", poison);
    Set<Fault> seen = EnumSet.noneOf(Fault.class);
    for (FaultRule rule : rules) {
      require(seen.add(rule.fault()), "a fault is given twice", rule.fault().wireName());
    }
  }

  /** Of sends that are answered as soon as Redis has them in memory. */
  public ChaosPlan(
      int tasks,
      int stages,
      Duration length,
      List<FaultRule> rules,
      CrewSize crew,
      int payloadBytes,
      int poison,
      long seed) {
    this(tasks, stages, length, rules, crew, payloadBytes, poison, seed, Durability.MEMORY);
  }

  /** The names of the queues, in the order in which tasks go through them. */
  List<String> queues() {
    return IntStream.rangeClosed(1, stages)
        .mapToObj(stage -> stage == 1 ? QUEUE : QUEUE + "-" + stage)
        .toList();
  }

  /** The faults that are asked for. */
  Set<Fault> faults() {
    Set<Fault> faults = EnumSet.noneOf(Fault.class);
    rules.forEach(rule -> faults.add(rule.fault()));
    return faults;
  }

  /** Whether a fault of that kind is asked for. */
  public boolean hits(Fault.Where where) {
    return rules.stream().anyMatch(rule -> rule.fault().where() == where);
  }

  /** Whether that fault is asked for. */
  public boolean has(Fault fault) {
    return faults().contains(fault);
  }

  /** Whether Redis is to be killed. */
  public boolean killsRedis() {
    Set<Fault> faults = faults();
    return faults.contains(Fault.RESTART_REDIS) || faults.contains(Fault.LOADING);
  }

  private static void require(boolean met, String what, Object value) {
    if (!met) {
      throw new IllegalArgumentException(what + ", is " + value);
    }
  }
}
