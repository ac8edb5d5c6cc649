package io.sluice.format;

import io.sluice.script.Args;
import io.sluice.script.Reply;
import io.sluice.task.StoreCorruptedException;
import org.jspecify.annotations.Nullable;

/**
 * In which format the data of a namespace is. Formats are numbered. One that only adds what older
 * engines skip needs no more than they know; one that they would misread needs itself.
 *
 * @param written the newest format in which something may be there
 * @param needs the least format that an engine has to know to work with what is there
 */
public record Format(int written, int needs) {
  /**
   * The newest format that this version of Sluice knows, reads and writes: 1, and from the first
   * queue on that is divided into partitions 2.
   */
  public static final int KNOWN = 2;

  /**
   * What data is in of which nobody has said it: it was written before formats had numbers, or is
   * to be read by versions that know no other one.
   */
  static final Format FIRST = new Format(1, 1);

  /** What {@code format} and {@code stamp} answer; null when nobody has said. */
  static @Nullable Format read(Reply reply) {
    String written = reply.text(0);
    String needs = reply.text(1);
    if (written.isEmpty() && needs.isEmpty()) {
      return null;
    }
    return new Format(number(written), number(needs));
  }

  private static int number(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new StoreCorruptedException(
          "its key 'format' has '" + text + "' where the number of a format belongs", e);
    }
  }

  Args args() {
    return Args.of(written, needs);
  }

  /** Whether this version of Sluice would misread what is there. */
  boolean isTooNew() {
    return needs > KNOWN;
  }

  /** Whether something may be there that this version does not know. */
  boolean isNewer() {
    return written > KNOWN;
  }
}
