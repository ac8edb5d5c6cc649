package io.sluice.event;

import io.sluice.task.Failure;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * The listener that logs, to the logger {@code io.sluice}. Payloads and results never appear in it.
 * A failure that repeats itself is logged every few seconds, and not each time; the counters of
 * {@link io.sluice.metrics.MeterName} have them all. Thread-safe.
 */
public final class EngineLog implements EngineListener {
  private static final Logger log = LoggerFactory.getLogger("io.sluice");

  private final Damper failures = new Damper(Duration.ofSeconds(5), Duration.ofMinutes(1));

  /** A ledger that does not balance stays so until an operator repairs it. */
  private final Damper unbalanced = new Damper(Duration.ofHours(1));

  /** An unknown type, and a full Redis, last until somebody acts. */
  private final Damper lasting = new Damper(Duration.ofMinutes(1));

  private final Map<Class<?>, LogFormat<?>> formats = new HashMap<>();

  public EngineLog() {
    sessions();
    failures();
    maintenance();
    process();
  }

  @Override
  public void on(EngineEvent event) {
    LogFormat<?> format = formats.get(event.getClass());
    if (format != null) {
      format.log(event, log);
    }
  }

  /** Whether events of this type are logged at all. */
  boolean logs(Class<?> type) {
    return formats.containsKey(type);
  }

  private void sessions() {
    info(
        EngineEvent.SessionOpened.class,
        "session {} on {} opened",
        e -> of(e.session(), e.queue()));
    warn(
        EngineEvent.SessionLost.class,
        "session {} on {} lost with {} tasks running; they run again elsewhere",
        e -> of(e.session(), e.queue(), e.running()));
    info(
        EngineEvent.WorkerAsked.class,
        "session {} on {}: its worker was asked to {}",
        e -> of(e.session(), e.queue(), e.asked().wireName()));
    info(
        EngineEvent.SessionClosed.class,
        "session {} on {} closed",
        e -> of(e.session(), e.queue()));
  }

  private void failures() {
    // One queue stands for all queues of a loop that fail alike, since they fail together.
    warn(
            EngineEvent.PassFailed.class,
            "{} on {} failed, goes on: {}",
            e -> of(e.loop(), e.queue(), words(e.error())))
        .dampedAndCounted(failures, e -> e.loop() + " " + Failure.of(e.error()).type());
    warn(
            EngineEvent.CallResent.class,
            "{} on {} unanswered after {} sends: {}",
            e -> of(e.call(), e.queue(), e.sends(), words(e.cause())))
        .dampedAndCounted(failures, e -> "resent " + e.call());
    debug(
        EngineEvent.AttemptFailed.class,
        "task {} of {} on {}: attempt {} failed, {}",
        e -> of(e.id(), e.type(), e.queue(), e.attempt(), simpleName(e.outcome()), e.error()));
    warn(
        EngineEvent.SettleRefused.class,
        "outcome of task {} on {} refused: token {} is lost",
        e -> of(e.id(), e.queue(), e.token()));
    warn(
            EngineEvent.OutcomesUnconfirmed.class,
            "outcomes on {} were recorded without being as safe as the queue wants them ({}); a"
                + " failover may take them back",
            e -> of(e.queue(), e.level().wireName()))
        .damped(lasting, e -> "unconfirmed " + e.queue());
    warn(
            EngineEvent.TypeUnknown.class,
            "a worker of {} has no handler for type {}; its tasks are put off by {} each time,"
                + " until a worker that knows it takes them",
            e -> of(e.queue(), e.type(), e.delay()))
        .damped(lasting, e -> "type " + e.queue() + " " + e.type());
    warn(
            EngineEvent.VersionUnknown.class,
            "a worker of {} put a task of type {} off by {}, as it does with all such tasks: {}",
            e -> of(e.queue(), e.type(), e.delay(), e.why()))
        .damped(lasting, e -> "version " + e.queue() + " " + e.type());
    warn(
            EngineEvent.KeyUnknown.class,
            "a worker of {} put a task of type {} off by {}, as it does with all such tasks: {}",
            e -> of(e.queue(), e.type(), e.delay(), e.why()))
        .damped(lasting, e -> "key " + e.queue() + " " + e.type());
  }

  private void maintenance() {
    warn(
        EngineEvent.TasksReaped.class,
        "{} tasks of lost sessions on {} put back, {} of them dead, {} from landing",
        e -> of(e.reaped(), e.queue(), e.dead(), e.landing()));
    debug(
        EngineEvent.TasksPromoted.class,
        "{} due tasks on {} promoted",
        e -> of(e.promoted(), e.queue()));
    debug(
        EngineEvent.SchedulesFired.class,
        "{} tasks of schedules on {}, {} skipped",
        e -> of(e.fired(), e.queue(), e.skipped()));
    debug(
        EngineEvent.TasksSwept.class,
        "{} finished tasks on {} swept",
        e -> of(e.swept(), e.queue()));
    warn(
        EngineEvent.SchedulesPulledIn.class,
        "the clock of Redis was set back: {} schedules on {} were due further away than their"
            + " period, and are due at their next instants now: {}",
        e -> of(e.names().size(), e.queue(), e.names()));
    warn(
        EngineEvent.ClockSetBack.class,
        "the clock of Redis was set back by {} ms or more: on {} {} instants that were set before"
            + " are pulled in",
        e -> of(e.by().toMillis(), e.queue(), e.pulled()));
    warn(
            EngineEvent.TasksShed.class,
            "Redis is full: {} finished tasks on {} dropped before their retention ended, to take"
                + " new ones in; give Redis more memory, or keep fewer finished tasks",
            e -> of(e.shed(), e.queue()))
        .damped(lasting, e -> "shed " + e.queue());
    debug(
        EngineEvent.BatchesEnded.class,
        "{} batches of {} complete, {} cancelled and ended",
        e -> of(e.complete(), e.queue(), e.cancelled()));
    warn(
            EngineEvent.LettersHeld.class,
            "{} letters of {} wait for {} and are tried again: {}",
            e -> of(e.unsent(), e.source(), e.target(), e.why()))
        .damped(lasting, e -> "letters " + e.source() + " " + e.target());
    row(
        EngineEvent.LettersOutOfReach.class,
        Level.ERROR,
        "{} lost letters of {} that are not kept any more: its Redis came back without more than"
            + " the last minute of writes",
        e -> of(e.target(), e.source()));
    row(
            EngineEvent.LedgerAudited.class,
            Level.ERROR,
            "ledger of {} does not balance: accepted {}, tasks {}, results {}; sluice doctor"
                + " --repair mends it",
            e ->
                of(
                    e.ledger().queue(),
                    e.ledger().acceptedBalance(),
                    e.ledger().tasksBalance(),
                    e.ledger().resultsBalance()))
        .onlyIf(e -> !e.ledger().balanced())
        .damped(unbalanced, e -> e.ledger().queue().value());
  }

  private void process() {
    info(EngineEvent.EngineStarts.class, "Sluice runs on {}", e -> of(e.libraries()));
    debug(
        EngineEvent.ConcurrencyAdapted.class,
        "a worker of {} runs {} tasks at once in place of {}: {}",
        e -> of(e.queue(), e.to(), e.from(), e.reason()));
    warn(
        EngineEvent.ThreadKept.class,
        "{} {} has kept thread {} for {} s: what blocks or computes for long belongs into"
            + " handleBlocking",
        e -> of(e.of(), e.type(), e.thread(), e.since().toSeconds()));
    warn(
        EngineEvent.EventsDropped.class,
        "a listener is slow: {} events were not told to it",
        e -> of(e.events()));
    warn(
        EngineEvent.FormatNewer.class,
        "the namespace '{}' is in format {}, this engine knows formats up to {}: {}",
        e -> of(e.namespace(), e.written(), e.known(), consequence(e)));
    warn(
        EngineEvent.ConnectionChanged.class,
        "connection to Redis {}",
        e -> of(e.connected() ? "is back" : "lost"));
  }

  private <E extends EngineEvent> LogFormat<E> debug(
      Class<E> type, String format, Function<E, Object[]> values) {
    return row(type, Level.DEBUG, format, values);
  }

  private <E extends EngineEvent> LogFormat<E> info(
      Class<E> type, String format, Function<E, Object[]> values) {
    return row(type, Level.INFO, format, values);
  }

  private <E extends EngineEvent> LogFormat<E> warn(
      Class<E> type, String format, Function<E, Object[]> values) {
    return row(type, Level.WARN, format, values);
  }

  private <E extends EngineEvent> LogFormat<E> row(
      Class<E> type, Level level, String format, Function<E, Object[]> values) {
    LogFormat<E> row = new LogFormat<>(type, level, format, values);
    formats.put(type, row);
    return row;
  }

  private static Object[] of(Object... values) {
    return values;
  }

  private static String consequence(EngineEvent.FormatNewer newer) {
    return newer.isReadable()
        ? "it works on, and leaves alone what is new"
        : "it would misread what is there, and does nothing until it is updated";
  }

  private static String simpleName(Object value) {
    return value.getClass().getSimpleName();
  }

  /** Also of an error that throws when it is asked for its message. */
  private static String words(Throwable error) {
    Failure failure = Failure.of(error);
    return failure.message().isEmpty() ? failure.type() : failure.type() + ": " + failure.message();
  }

  void listenerThrew(EngineEvent event, Throwable thrown) {
    String kind = event.getClass().getSimpleName();
    if (failures.lets("listener " + kind)) {
      log.warn("a listener threw on {}, the engine goes on", kind, thrown);
    }
  }
}
