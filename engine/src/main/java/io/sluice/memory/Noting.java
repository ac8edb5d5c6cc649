package io.sluice.memory;

import io.sluice.store.Note;
import io.sluice.task.TaskId;
import io.sluice.task.view.LogLine;
import io.sluice.task.view.Progress;
import java.time.Instant;
import java.util.List;

/** Keeps what handlers tell of tasks that they run; taken only from who holds the task. */
final class Noting {
  /** Fractions are kept to so many parts. */
  private static final double PARTS = 10_000;

  private final MemoryQueue queue;
  private final Instant now;

  Noting(MemoryQueue queue) {
    this.queue = queue;
    this.now = Instant.ofEpochMilli(queue.now());
  }

  void keep(List<Note> notes) {
    notes.stream()
        .filter(note -> note.token().equals(queue.running.get(note.id())))
        .forEach(this::keep);
  }

  private void keep(Note note) {
    TaskId id = note.id();
    Notes before = queue.notes.getOrDefault(id, Notes.NONE);
    if (note instanceof Note.Progress progress) {
      double fraction = Math.rint(progress.fraction() * PARTS) / PARTS;
      queue.notes.put(id, before.with(new Progress(fraction, line(progress.message()), now)));
    } else if (note instanceof Note.Line written) {
      queue.notes.put(id, before.with(new LogLine(now, line(written.text()))));
    }
  }

  private static String line(String text) {
    String cut = text.length() <= Note.MAX_LENGTH ? text : text.substring(0, Note.MAX_LENGTH);
    return cut.replaceAll("\\p{Cntrl}+", " ");
  }
}
