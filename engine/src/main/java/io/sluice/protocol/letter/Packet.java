package io.sluice.protocol.letter;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.sluice.task.QueueName;
import java.util.List;
import java.util.Set;

/**
 * Letters of one line, on their way to its target; none where only the stand of the target is asked
 * for.
 *
 * @param target the queue that they are for
 * @param turn of the line: no answer to a packet of an earlier turn is believed
 * @param at when the line was looked at, in ms of the clock of the source
 * @param terms epoch, what it opens with, where it starts, and where the packet begins: as the
 *     script of the source gives them and that of the target takes them
 * @param letters {@code stamp kind body} each
 * @param unsent letters of the line that the target is not known to hold
 */
public record Packet(
    QueueName target, long turn, long at, List<String> terms, List<byte[]> letters, long unsent) {
  /** Kinds of letters that bring no task. */
  private static final Set<String> WORDS_ONLY = Set.of("seal", "stop", "drop", "report", "lost");

  /** Whether the target may take tasks in. */
  public boolean bringsTasks() {
    return !letters.stream().map(Packet::kind).allMatch(WORDS_ONLY::contains);
  }

  private static String kind(byte[] letter) {
    int from = space(letter, 0) + 1;
    int to = space(letter, from);
    return new String(letter, Math.min(from, to), Math.max(0, to - from), ISO_8859_1);
  }

  private static int space(byte[] letter, int from) {
    int at = from;
    while (at < letter.length && letter[at] != ' ') {
      at++;
    }
    return at;
  }
}
