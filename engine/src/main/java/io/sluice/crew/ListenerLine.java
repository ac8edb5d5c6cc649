package io.sluice.crew;

import io.sluice.event.EngineEvent;
import io.sluice.event.EngineListener;
import io.sluice.event.EngineLog;
import io.sluice.loop.Timers;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import reactor.core.publisher.Mono;

/**
 * Tells a listener of the user what happens, one event after the other, on a thread that nothing
 * else needs. What comes while too much waits for it is dropped and counted.
 */
final class ListenerLine implements EngineListener {
  /** Events that may wait for a listener. */
  static final int MAX_WAITING = 65_536;

  /** A listener that is slow at the end is not waited for any longer. */
  private static final Duration LAST_WORDS = Duration.ofSeconds(1);

  private final EngineListener told;
  private final boolean hearsOfEachTask;
  private final Line line;
  private final AtomicLong dropped = new AtomicLong();

  ListenerLine(EngineListener told, EngineListener steady, Crew crew) {
    this.told = steady;
    this.hearsOfEachTask = !(told instanceof EngineLog);
    this.line = new Line(crew.gang("listener"));
  }

  @Override
  public void on(EngineEvent event) {
    if (event instanceof EngineEvent.TaskSettled && !hearsOfEachTask) {
      return;
    }
    if (line.size() >= MAX_WAITING) {
      dropped.incrementAndGet();
      return;
    }
    line.execute(() -> tell(event));
  }

  @Override
  public boolean timesTasks() {
    return told.timesTasks();
  }

  /** Completes once the listener has heard what has happened so far, or is too slow for that. */
  Mono<Void> heard() {
    return Mono.<Void>create(sink -> line.execute(sink::success))
        .timeout(LAST_WORDS, Mono.empty(), Timers.scheduler());
  }

  private void tell(EngineEvent event) {
    if (dropped.get() > 0) {
      told.on(new EngineEvent.EventsDropped(dropped.getAndSet(0)));
    }
    told.on(event);
  }
}
