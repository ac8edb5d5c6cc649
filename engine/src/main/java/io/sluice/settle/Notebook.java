package io.sluice.settle;

import io.sluice.event.EngineListener;
import io.sluice.lane.Expiry;
import io.sluice.lane.GroupCommit;
import io.sluice.lane.Lane;
import io.sluice.protocol.TaskStore;
import io.sluice.store.Note;
import io.sluice.task.QueueName;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Executor;
import reactor.core.publisher.Mono;

/**
 * What the handlers of a session tell of their tasks, many in a call. To tell may never harm what
 * is told of: what cannot be kept is dropped.
 */
public final class Notebook {
  private static final GroupCommit.Bounds BOUNDS =
      new GroupCommit.Bounds(64, TaskStore.MAX_BATCH_BYTES, 4096, 4L << 20);

  private final GroupCommit<Note, Boolean> notes;

  /**
   * @param answers where handlers hear that it is kept
   */
  public Notebook(
      QueueName queue, String session, TaskStore store, EngineListener listener, Executor answers) {
    this.notes =
        new GroupCommit<>(
            "note",
            Lane.several(1, queue, session, "n", listener),
            BOUNDS,
            note -> Note.MAX_LENGTH,
            Expiry.NEVER,
            (lane, items, wanted) -> answered(store.note(queue, items), items.size()),
            answers);
  }

  /** Not sent again: a line would be there twice, and progress is told anew soon. */
  private static Mono<List<Boolean>> answered(Mono<Void> call, int items) {
    return call.thenReturn(Collections.nCopies(items, true))
        .onErrorReturn(Collections.nCopies(items, false));
  }

  /** Completes when it is kept, or dropped. */
  public Mono<Void> keep(Note note) {
    return notes.submit(note).onErrorReturn(false).then();
  }
}
