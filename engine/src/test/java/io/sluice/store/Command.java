package io.sluice.store;

import io.sluice.task.TaskState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What may be done to a task, and what comes of it in each state: the one table that both stores
 * are held to and that {@code docs/states.md} shows.
 *
 * <p>The cells are those of a task that is not there, and then in the order of {@link #STATES}: the
 * state to which it goes, {@code gone}, {@code no} when it is refused and told so, or {@code -}
 * when it is left as it is.
 */
@SuppressWarnings("ImmutableEnumChecker") // a List.of
enum Command {
  ENQUEUE("enqueue of the same id", "ready no no no no no no no no"),
  CLAIM("claim", "- - running - - - - - -"),
  PROMOTE("promote, its time has come", "- ready - - ready - - - -"),
  EXPIRE("expire, it was to begin before", "- expired expired - - - - - -"),
  SUCCEED("settle: succeed", "no no no succeeded no no no no no"),
  RETRY("settle: retry", "no no no retrying no no no no no"),
  BURY("settle: bury", "no no no dead no no no no no"),
  RELEASE("settle: release", "no no no ready no no no no no"),
  SNOOZE("settle: snooze", "no no no scheduled no no no no no"),
  THROTTLE("settle: throttle, without a group", "no no no scheduled no no no no no"),
  STOP("settle: cancel", "no no no cancelled no no no no no"),
  CANCEL("cancel", "no cancelled cancelled - cancelled no no no no"),
  RUN_NOW("run now", "no ready - - ready no no no no"),
  TRY_AGAIN("retry", "no no - - ready no ready no no"),
  RESCHEDULE("reschedule", "no scheduled no no retrying no no no no"),
  PRIORITIZE("prioritize", "no scheduled ready no retrying no no no no"),
  DELETE("delete", "no gone gone no gone gone gone gone gone"),
  REDRIVE("redrive of all", "- - - - - - ready - -"),
  PURGE("purge of each state", "- gone gone - gone gone gone gone gone"),
  REAP_FIRST("its worker dies, first time", "- - - ready - - - - -"),
  REAP_LATER("its worker dies again", "- - - retrying - - - - -"),
  REAP_LAST("its worker dies, at the limit", "- - - dead - - - - -"),
  SWEEP("sweep, past its retention", "- - - - - gone gone gone gone"),
  SHED("shed, for want of memory", "- - - - - gone - gone gone");

  static final List<TaskState> STATES =
      List.of(
          TaskState.SCHEDULED,
          TaskState.READY,
          TaskState.RUNNING,
          TaskState.RETRYING,
          TaskState.SUCCEEDED,
          TaskState.DEAD,
          TaskState.CANCELLED,
          TaskState.EXPIRED);

  static final String REFUSED = "no";
  static final String LEFT = "-";
  static final String GONE = "gone";

  private final String words;
  private final List<String> cells;

  Command(String words, String cells) {
    this.words = words;
    this.cells = List.of(cells.split(" ", -1));
  }

  String words() {
    return words;
  }

  List<String> cells() {
    return cells;
  }

  /**
   * What comes of it.
   *
   * @param state null of a task that is not there
   */
  String in(@Nullable TaskState state) {
    return cells.get(state == null ? 0 : 1 + STATES.indexOf(state));
  }
}
