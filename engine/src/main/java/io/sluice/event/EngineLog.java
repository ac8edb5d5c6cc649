package io.sluice.event;

import io.sluice.task.Failure;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one class that logs. Payloads and results never appear in it. A failure that repeats itself
 * is told every few seconds, not each time; the counters have them all.
 */
public final class EngineLog implements EngineListener {
  private static final Logger log = LoggerFactory.getLogger("io.sluice");

  private final Damper damper = new Damper(Duration.ofSeconds(5), Duration.ofMinutes(1));

  /** It stays so until an operator comes. */
  private final Damper unbalanced = new Damper(Duration.ofHours(1));

  /** It goes on as long as Redis is full. */
  private final Damper unknown = new Damper(Duration.ofMinutes(1));

  private final Damper shed = new Damper(Duration.ofMinutes(1));

  public EngineLog() {}

  @Override
  public void on(EngineEvent event) {
    if (event instanceof EngineEvent.TaskSettled) {
      return;
    }
    if (event instanceof EngineEvent.PassFailed e) {
      // Of all queues of a loop that fail alike one is told: they fail together.
      long untold = damper.untold(e.loop() + " " + Failure.of(e.error()).type());
      if (untold != Damper.NOT_NOW) {
        log.warn(
            "{} on {} failed, goes on: {}{}", e.loop(), e.queue(), words(e.error()), and(untold));
      }
    } else if (event instanceof EngineEvent.CallResent e) {
      long untold = damper.untold("resent " + e.call());
      if (untold != Damper.NOT_NOW) {
        log.warn(
            "{} on {} unanswered after {} sends: {}{}",
            e.call(),
            e.queue(),
            e.sends(),
            words(e.cause()),
            and(untold));
      }
    } else if (event instanceof EngineEvent.SessionOpened e) {
      log.info("session {} on {} opened", e.session(), e.queue());
    } else if (event instanceof EngineEvent.SessionLost e) {
      log.warn(
          "session {} on {} lost with {} tasks running; they run again elsewhere",
          e.session(),
          e.queue(),
          e.running());
    } else if (event instanceof EngineEvent.SessionClosed e) {
      log.info("session {} on {} closed", e.session(), e.queue());
    } else if (event instanceof EngineEvent.TypeUnknown e) {
      if (unknown.lets(e.queue() + " " + e.type())) {
        log.warn(
            "a worker of {} has no handler for type {}; its tasks are put off by {} each time,"
                + " until a worker that knows it takes them",
            e.queue(),
            e.type(),
            e.delay());
      }
    } else if (event instanceof EngineEvent.AttemptFailed e) {
      log.debug(
          "task {} of {} on {}: attempt {} failed, {}",
          e.id(),
          e.type(),
          e.queue(),
          e.attempt(),
          e.outcome().getClass().getSimpleName(),
          e.error());
    } else if (event instanceof EngineEvent.SettleRefused e) {
      log.warn("outcome of task {} on {} refused: token {} is lost", e.id(), e.queue(), e.token());
    } else if (event instanceof EngineEvent.TasksReaped e) {
      log.warn(
          "{} tasks of lost sessions on {} put back, {} of them dead, {} from landing",
          e.reaped(),
          e.queue(),
          e.dead(),
          e.landing());
    } else if (event instanceof EngineEvent.TasksPromoted e) {
      log.debug("{} due tasks on {} promoted", e.promoted(), e.queue());
    } else if (event instanceof EngineEvent.SchedulesFired e) {
      log.debug("{} tasks of schedules on {}, {} skipped", e.fired(), e.queue(), e.skipped());
    } else if (event instanceof EngineEvent.SchedulesPulledIn e) {
      log.warn(
          "the clock of Redis was set back: {} schedules on {} were due further away than their"
              + " period, and are due at their next instants now: {}",
          e.names().size(),
          e.queue(),
          e.names());
    } else if (event instanceof EngineEvent.TasksSwept e) {
      log.debug("{} finished tasks on {} swept", e.swept(), e.queue());
    } else if (event instanceof EngineEvent.ClockSetBack e) {
      log.warn(
          "the clock of Redis was set back by {} ms or more: on {} {} instants that were set before"
              + " are pulled in",
          e.by().toMillis(),
          e.queue(),
          e.pulled());
    } else if (event instanceof EngineEvent.TasksShed e) {
      if (shed.lets(e.queue().value())) {
        log.warn(
            "Redis is full: {} finished tasks on {} dropped before their retention ended, to take"
                + " new ones in; give Redis more memory, or keep fewer finished tasks",
            e.shed(),
            e.queue());
      }
    } else if (event instanceof EngineEvent.LedgerAudited e) {
      if (!e.ledger().balanced() && unbalanced.lets(e.ledger().queue().value())) {
        log.error(
            "ledger of {} does not balance: accepted {}, tasks {}, results {}; sluice doctor"
                + " --repair mends it",
            e.ledger().queue(),
            e.ledger().acceptedBalance(),
            e.ledger().tasksBalance(),
            e.ledger().resultsBalance());
      }
    } else if (event instanceof EngineEvent.ThreadKept e) {
      log.warn(
          "{} {} has kept thread {} for {} s: what blocks or computes for long belongs into"
              + " handleBlocking",
          e.of(),
          e.type(),
          e.thread(),
          e.since().toSeconds());
    } else if (event instanceof EngineEvent.EventsDropped e) {
      log.warn("a listener is slow: {} events were not told to it", e.events());
    } else if (event instanceof EngineEvent.ConnectionChanged e) {
      log.warn("connection to Redis {}", e.connected() ? "is back" : "lost");
    }
  }

  private static String and(long untold) {
    return untold == 0 ? "" : " (and " + untold + " more like it since)";
  }

  /** Also of an error that throws when it is asked for its words. */
  private static String words(Throwable error) {
    Failure failure = Failure.of(error);
    return failure.message().isEmpty() ? failure.type() : failure.type() + ": " + failure.message();
  }

  void listenerThrew(EngineEvent event, Throwable thrown) {
    String kind = event.getClass().getSimpleName();
    if (damper.lets("listener " + kind)) {
      log.warn("a listener threw on {}, the engine goes on", kind, thrown);
    }
  }
}
