package io.sluice.event;

import io.sluice.task.Outcome;
import io.sluice.task.QueueName;
import io.sluice.task.ScheduleName;
import io.sluice.task.TaskId;
import io.sluice.task.enqueue.Durability;
import io.sluice.task.view.Ledger;
import io.sluice.task.view.WorkerView;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Something happened inside this engine that an operator may want to see or count. */
public sealed interface EngineEvent {

  /** A pass of a loop failed; the loop goes on. */
  record PassFailed(String loop, QueueName queue, Throwable error) implements EngineEvent {}

  /** A call got no answer and is sent again with the same number. */
  record CallResent(String call, QueueName queue, int sends, Throwable cause)
      implements EngineEvent {}

  /**
   * Outcomes of one call were recorded, and were not as safe in time as the queue wants them: they
   * stand, and a failover may take them back, so that their tasks run again.
   *
   * @param level what the queue wants
   */
  record OutcomesUnconfirmed(QueueName queue, Durability level) implements EngineEvent {}

  /** A worker's session began. */
  record SessionOpened(QueueName queue, String session) implements EngineEvent {}

  /** A worker's session was fenced; what it ran is cancelled here and runs again elsewhere. */
  record SessionLost(QueueName queue, String session, int running) implements EngineEvent {}

  /** Somebody asked a worker from elsewhere to be quiet, to stop, or to claim again. */
  record WorkerAsked(QueueName queue, String session, WorkerView.Asked asked)
      implements EngineEvent {}

  /** A session ended in good order. */
  record SessionClosed(QueueName queue, String session) implements EngineEvent {}

  /** An attempt ended and its outcome was accepted. */
  record TaskSettled(QueueName queue, TaskId id, String type, String token, Outcome outcome)
      implements EngineEvent {}

  /**
   * How long an attempt took whose outcome was accepted. Told only to a listener that {@link
   * EngineListener#timesTasks}.
   *
   * @param waited from the creation of the task until it was claimed, any delay included; null when
   *     it was not its first delivery
   * @param held from its claim until its outcome was recorded
   * @param lived from the creation of the task until its outcome was recorded; null when it goes on
   */
  record TaskTimed(
      QueueName queue,
      String type,
      Outcome outcome,
      @Nullable Duration waited,
      Duration held,
      @Nullable Duration lived)
      implements EngineEvent {}

  /** An attempt failed; the outcome says what comes of it. */
  record AttemptFailed(
      QueueName queue, TaskId id, String type, int attempt, Throwable error, Outcome outcome)
      implements EngineEvent {}

  /**
   * A worker has no handler for the type of a task, and put it off: nobody's failure, another
   * worker may know it, now or after its next deployment.
   */
  record TypeUnknown(QueueName queue, TaskId id, String type, Duration delay)
      implements EngineEvent {}

  /**
   * A task was written by a newer version of Sluice in a way that this one does not know, and was
   * put off: nobody's failure, a worker of that version runs it.
   *
   * @param type empty when that cannot be read either
   * @param why names both versions
   */
  record VersionUnknown(QueueName queue, TaskId id, String type, String why, Duration delay)
      implements EngineEvent {}

  /**
   * The payload of a task is encrypted by a key that this engine does not have, and was put off:
   * nobody's failure, a worker that has the key runs it.
   *
   * @param why names the key
   */
  record KeyUnknown(QueueName queue, TaskId id, String type, String why, Duration delay)
      implements EngineEvent {}

  /** An outcome was refused, since the claim was not this worker's any more. */
  record SettleRefused(QueueName queue, TaskId id, String token) implements EngineEvent {}

  /** Tasks of dead sessions were put back; some of them to the dead letters. */
  record TasksReaped(QueueName queue, int reaped, int dead, int landing) implements EngineEvent {}

  /** Due tasks became ready. */
  record TasksPromoted(QueueName queue, int promoted) implements EngineEvent {}

  /** Schedules fired, or left a fire out since the task of the one before had not ended. */
  record SchedulesFired(QueueName queue, int fired, int skipped) implements EngineEvent {}

  /**
   * Schedules were due further away than their own period, since the clock of Redis was set back;
   * they are due at their next instants now.
   */
  record SchedulesPulledIn(QueueName queue, List<ScheduleName> names) implements EngineEvent {}

  /** Finished tasks past their retention were dropped. */
  record TasksSwept(QueueName queue, int swept) implements EngineEvent {}

  /**
   * Finished tasks were dropped before their retention ended, since Redis had no memory left for
   * new ones.
   */
  record TasksShed(QueueName queue, int shed) implements EngineEvent {}

  /**
   * The clock of Redis was set back. What had been set before by a length, and was further away
   * than this length by then, is this length away now.
   *
   * @param by how far, at least
   * @param pulled how many delays, windows, pauses, sessions and the like were pulled in
   */
  record ClockSetBack(QueueName queue, Duration by, int pulled) implements EngineEvent {}

  /**
   * Letters of a queue cannot be handed to another; they are kept and tried again, less often each
   * time, up to once in 64 s.
   *
   * @param unsent how many letters to that queue wait
   */
  record LettersHeld(QueueName source, QueueName target, long unsent, String why)
      implements EngineEvent {}

  /** A queue came back without letters that its source does not keep any more: these are lost. */
  record LettersOutOfReach(QueueName source, QueueName target) implements EngineEvent {}

  /**
   * Batches have ended, and their callbacks were given.
   *
   * @param queue their home
   * @param cancelled those that were cancelled before
   */
  record BatchesEnded(QueueName queue, int complete, int cancelled) implements EngineEvent {}

  /** The ledger of a queue was looked at; what is off is 0 but for a task lost or doubled. */
  record LedgerAudited(Ledger ledger) implements EngineEvent {}

  /**
   * Code of a user keeps a thread that it was to leave soon: a handler that blocks, for one, which
   * belongs into {@code handleBlocking}. Told once of each, and again only when all of the same
   * kind have left their threads meanwhile.
   *
   * @param of the queue, or who else called it
   * @param type of the tasks; empty for what is no handler
   * @param thread its name, as a thread dump has it
   */
  record ThreadKept(String of, String type, String thread, Duration since) implements EngineEvent {}

  /**
   * A worker with an adaptive concurrency runs more or fewer tasks at once from now on. At most
   * twice a second a worker, but for changes that are asked for.
   *
   * @param queue of the worker; the first of them when there are several
   * @param from 0 when the worker starts
   * @param to 0 when the worker stops
   */
  record ConcurrencyAdapted(QueueName queue, int from, int to, Reason reason)
      implements EngineEvent {
    /** Why it changed. */
    public enum Reason {
      /** The worker has started. */
      START,
      /** Handlers became slower, or did not although all slots were in use. */
      LATENCY,
      /** Too many attempts failed. */
      ERRORS,
      /** To find out how fast handlers are when fewer run; and back. */
      PROBE,
      /** Somebody has set the upper bound. */
      SET,
      /** The worker stops. */
      STOP
    }
  }

  /** So many events were not told, since the listener was slow. */
  record EventsDropped(long events) implements EngineEvent {}

  /**
   * Data of the namespace is in a format that is newer than what this version of Sluice knows. It
   * works on without what is new, or does nothing any more.
   *
   * @param written the newest format in which something may be there
   * @param needs the least format that an engine has to know to work with it
   * @param known the newest one that this engine knows
   */
  record FormatNewer(String namespace, int written, int needs, int known) implements EngineEvent {
    /** Whether this engine works on. */
    public boolean isReadable() {
      return needs <= known;
    }
  }

  /**
   * An engine begins to connect.
   *
   * @param libraries the libraries that it runs on, with their versions; for people
   */
  record EngineStarts(String libraries) implements EngineEvent {}

  /** The connection to Redis broke or came back. */
  record ConnectionChanged(boolean connected) implements EngineEvent {}
}
