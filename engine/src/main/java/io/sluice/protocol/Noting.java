package io.sluice.protocol;

import io.sluice.script.Args;
import io.sluice.store.Note;
import java.util.List;
import java.util.Locale;

/** The arguments of a call that keeps what handlers tell. */
final class Noting {
  static Args args(List<Note> notes) {
    Args args = new Args(4 * notes.size());
    for (Note note : notes) {
      args.add(note.id().value()).add(note.token());
      if (note instanceof Note.Progress progress) {
        args.add("P")
            .add(
                String.format(Locale.ROOT, "%.4f ", progress.fraction())
                    + line(progress.message()));
      } else if (note instanceof Note.Line written) {
        args.add("L").add(line(written.text()));
      }
    }
    return args;
  }

  /** Control characters part what is kept. */
  private static String line(String text) {
    String cut = text.length() <= Note.MAX_LENGTH ? text : text.substring(0, Note.MAX_LENGTH);
    return cut.replaceAll("\\p{Cntrl}+", " ");
  }

  private Noting() {}
}
