package io.sluice.load.fault.proxy;

import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Requests and replies of one connection, by their numbers: the n-th reply answers the n-th
 * request. That ends with the first subscription, after which nothing is swallowed any more.
 */
final class Exchange {
  private final List<Swallow> swallows;
  private final Words words = new Words(Command.WORDS, Command.WORD_BYTES);
  private final Frames requests = new Frames(words);
  private final Frames replies = new Frames(Words.none());
  private final Queue<Due> due = new ArrayDeque<>();
  private boolean numbered = true;
  private long sent;
  private long answered;

  /** The number of a reply, and who wants it. */
  private record Due(long reply, Swallow swallow) {}

  Exchange(List<Swallow> swallows) {
    this.swallows = swallows;
  }

  /** Takes note of what is asked; does not move the reader index. */
  void request(ByteBuf bytes) {
    ByteBuf in = bytes.duplicate();
    while (numbered && requests.next(in)) {
      sent++;
      note(new Command(words.taken()));
    }
  }

  private void note(Command command) {
    numbered = !command.subscribes();
    for (Swallow swallow : swallows) {
      if (swallow.isFor(command)) {
        due.add(new Due(sent, swallow));
      }
    }
  }

  /** Who wants the reply that begins with the next byte; asked once for each. */
  @Nullable Swallow takeDue() {
    return isDue() ? due.remove().swallow() : null;
  }

  /** How many of these bytes come before a reply that somebody wants. */
  int beforeDue(ByteBuf bytes) {
    ByteBuf in = bytes.duplicate();
    while (numbered && in.isReadable() && !isDue()) {
      if (replies.next(in)) {
        answered++;
      }
    }
    return numbered ? in.readerIndex() - bytes.readerIndex() : bytes.readableBytes();
  }

  /** No more replies will come. */
  void end() {
    due.forEach(missed -> missed.swallow().missed());
    due.clear();
  }

  private boolean isDue() {
    Due next = due.peek();
    return numbered && next != null && next.reply() == answered + 1 && replies.betweenMessages();
  }
}
