package io.sluice.load.traffic;

import io.sluice.task.enqueue.NewTask;
import io.sluice.task.view.QueueSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import reactor.core.publisher.Mono;

/**
 * Groups that share one queue by weight: a heavy one and light ones whose tasks stand behind all of
 * its. The tasks that are sent are each the only one of a group that is new: the latency of the
 * result is theirs.
 */
public final class Fair implements Traffic {
  private final Tenancy tenancy;
  private final int slots;
  private final Duration handler;
  private final Starts starts;
  private final Newcomers newcomers = new Newcomers();
  private final AtOnce atOnce;

  /**
   * @param slots of the worker
   */
  public Fair(Tenancy tenancy, int slots, Duration handler) {
    this.tenancy = tenancy;
    this.slots = slots;
    this.handler = Pause.checked("--handler", handler);
    this.starts = new Starts(tenancy.tasks());
    this.atOnce = new AtOnce(tenancy.groups());
  }

  @Override
  public String name() {
    return "fair";
  }

  @Override
  public List<Integer> slots(int concurrency) {
    return List.of(slots);
  }

  @Override
  public int backlog() {
    return tenancy.tasks();
  }

  @Override
  public QueueSettings settings() {
    return tenancy.settings();
  }

  @Override
  public NewTask<byte[], byte[]> task(int sequence, NewTask<byte[], byte[]> plain) {
    return plain.group(
        waiting(sequence) ? tenancy.name(tenancy.groupOf(sequence)) : "new-" + sequence);
  }

  @Override
  public Mono<Void> work(Journey way, int sequence) {
    Mono<Void> work = Pause.of(handler);
    return waiting(sequence) ? atOnce.counted(tenancy.groupOf(sequence), work) : work;
  }

  @Override
  public void accepted(Journey way, int sequence) {
    if (way.measured()) {
      newcomers.accepted(sequence, starts.count());
    }
  }

  @Override
  public void started(Journey way, int sequence, long now) {
    if (waiting(sequence)) {
      starts.note(tenancy.groupOf(sequence), now);
    } else if (way.measured() && way.covers(sequence)) {
      newcomers.started(sequence, starts.count());
    }
  }

  @Override
  public Map<String, ?> figures(Course course) {
    Map<String, Object> told = new LinkedHashMap<>(shares().figures());
    told.put("mostAtOnceOfOneGroup", atOnce.most());
    told.put("newcomers", newcomers.told(allowedBefore()));
    return Map.of("fair", told);
  }

  @Override
  public Map<String, ?> details(Course course) {
    return Map.of("groups", shares().rows(), "shares", new ShareCourse(tenancy, starts).told());
  }

  @Override
  public List<String> problems(Course course) {
    List<String> problems = new ArrayList<>();
    if (!tenancy.limited()) {
      problems.addAll(shares().problems());
    } else if (atOnce.most() > tenancy.limit()) {
      problems.add(
          atOnce.most()
              + " tasks of one group ran at once, at most "
              + tenancy.limit()
              + " are allowed");
    }
    if (newcomers.mostTasksBefore() > allowedBefore()) {
      problems.add(
          "the task of a new group waited for "
              + newcomers.mostTasksBefore()
              + " tasks, at most "
              + allowedBefore()
              + " are allowed");
    }
    return problems;
  }

  private Shares shares() {
    return new Shares(tenancy, starts, slots);
  }

  /**
   * One of each other group, what a worker had in its hands before, and what it claimed with it.
   */
  private long allowedBefore() {
    return tenancy.groups() + newcomers.mostAtOnce() + 2L * slots;
  }

  private boolean waiting(int sequence) {
    return sequence < tenancy.tasks();
  }
}
