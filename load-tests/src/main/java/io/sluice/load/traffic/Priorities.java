package io.sluice.load.traffic;

import io.sluice.load.measure.Latencies;
import io.sluice.load.measure.Stage;
import io.sluice.task.enqueue.NewTask;
import io.sluice.task.enqueue.TaskOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import reactor.core.publisher.Mono;

/**
 * Tasks of higher priorities in the queue of a backlog of the lowest. The latency of the result is
 * that of the higher ones; how long tasks waited is told of each priority.
 */
public final class Priorities implements Traffic {
  /** The priority of the backlog. */
  public static final int LOWEST = 0;

  private static final long NOT_YET = 0;

  private final int backlog;
  private final List<Integer> sent;
  private final Duration handler;
  private final SortedMap<Integer, Latencies> waits = new TreeMap<>(Collections.reverseOrder());
  private final AtomicLong firstStart = new AtomicLong(NOT_YET);

  /**
   * @param sent the priorities of the tasks that are sent, in turn
   */
  public Priorities(int backlog, List<Integer> sent, Duration handler) {
    for (int priority : sent) {
      if (priority <= LOWEST || priority > TaskOptions.MAX_PRIORITY) {
        throw new IllegalArgumentException(
            "--priorities must each be 1 to "
                + TaskOptions.MAX_PRIORITY
                + ", one is "
                + priority
                + ": the backlog has priority "
                + LOWEST);
      }
      waits.put(priority, new Latencies());
    }
    if (sent.isEmpty()) {
      throw new IllegalArgumentException("--priorities must name one at least, like 9,5");
    }
    waits.put(LOWEST, new Latencies());
    this.backlog = Backlog.check("--backlog", backlog);
    this.sent = List.copyOf(sent);
    this.handler = Pause.checked("--handler", handler);
  }

  @Override
  public String name() {
    return "priority";
  }

  @Override
  public int backlog() {
    return backlog;
  }

  @Override
  public NewTask<byte[], byte[]> task(int sequence, NewTask<byte[], byte[]> plain) {
    return plain.priority(priority(sequence));
  }

  @Override
  public Mono<Void> work(Journey way, int sequence) {
    return Pause.of(handler);
  }

  /** The backlog waits from when the worker is there; the others from when they should be sent. */
  @Override
  public void started(Journey way, int sequence, long now) {
    if (sequence < backlog) {
      firstStart.compareAndSet(NOT_YET, now);
      waited(LOWEST, now - firstStart.get());
    } else if (way.measured() && way.covers(sequence)) {
      waited(priority(sequence), now - way.plannedAt(sequence));
    }
  }

  @Override
  public Map<String, ?> figures(Course course) {
    return Map.of("priority", Map.of("backlog", backlog, "sent", sent.toString()));
  }

  @Override
  public Map<String, ?> details(Course course) {
    List<Map<String, ?>> rows = new ArrayList<>();
    waits.forEach(
        (priority, wait) -> {
          Map<String, Object> row = new LinkedHashMap<>();
          row.put("priority", priority);
          row.putAll(Told.latency(wait, Stage.START));
          rows.add(row);
        });
    return Map.of("priorities", rows);
  }

  private void waited(int priority, long nanos) {
    Latencies wait = waits.get(priority);
    if (wait != null) {
      wait.record(Stage.START, nanos);
    }
  }

  private int priority(int sequence) {
    return sequence < backlog ? LOWEST : sent.get(sequence % sent.size());
  }
}
