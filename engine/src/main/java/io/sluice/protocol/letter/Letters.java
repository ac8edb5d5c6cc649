package io.sluice.protocol.letter;

import io.sluice.script.Args;
import io.sluice.script.Reply;
import io.sluice.script.Script;
import io.sluice.script.ScriptServer;
import io.sluice.script.SlotCache;
import io.sluice.task.QueueName;
import io.sluice.task.view.LettersView;
import io.sluice.task.view.LineView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * The verbs that carry letters from queue to queue: collect at the source, receive at the target,
 * forget at the source again. Any of them may be repeated, come late, or not be followed by the
 * next.
 */
public final class Letters {
  /** So many letters go into one packet. */
  private static final int MAX_LETTERS = 128;

  /** So many bytes of letters, but for one that is larger. */
  private static final int MAX_BYTES = 1 << 20;

  private static final int TERMS = 4;
  private static final int UNSENT = 11;
  private static final int STAND_TERMS = 4;
  private static final int JUDGING = 8;
  private static final int LINES = 4;
  private static final int LINE_PARTS = 4;

  private final ScriptServer server;
  private final SlotCache slots;
  private final BiFunction<QueueName, Mono<Stand>, Mono<Stand>> room;
  private final int maxBacklog;
  private final Written written;

  /**
   * @param room makes room for a call that a full Redis refused, and sends it again
   * @param maxBacklog of a queue without a setting of its own; 0 for none
   * @param written hears of letters that this process writes
   */
  public Letters(
      ScriptServer server,
      SlotCache slots,
      BiFunction<QueueName, Mono<Stand>, Mono<Stand>> room,
      int maxBacklog,
      Written written) {
    this.server = server;
    this.slots = slots;
    this.room = room;
    this.maxBacklog = maxBacklog;
    this.written = written;
  }

  /** Tells of letters that are written in this process. */
  public Written written() {
    return written;
  }

  /** The next letters of the line that is due first, if one is. */
  public Mono<Collected> collect(QueueName source) {
    return server.run(
        Script.COLLECT, slots.of(source), Args.of(MAX_LETTERS, MAX_BYTES), Letters::collected);
  }

  private static Collected collected(Reply reply) {
    if (reply.size() == 1) {
      return new Collected(null, duration(reply.number(0)));
    }
    List<String> terms = new ArrayList<>();
    for (int i = TERMS; i < UNSENT; i++) {
      terms.add(shown(reply, i));
    }
    List<byte[]> letters = new ArrayList<>();
    for (int i = UNSENT + 1; i < reply.size(); i++) {
      letters.add(reply.bytes(i));
    }
    return new Collected(
        new Packet(
            QueueName.stored(reply.text(1)),
            reply.number(2),
            reply.number(3),
            terms,
            letters,
            reply.number(UNSENT)),
        Duration.ZERO);
  }

  /**
   * Hands a packet over. Room is made for its tasks in a full Redis as for enqueued ones; one
   * without tasks needs none.
   */
  public Mono<Stand> receive(QueueName source, Packet packet) {
    Args args = Args.of(source, maxBacklog);
    packet.terms().forEach(args::add);
    packet.letters().forEach(args::add);
    Mono<Received> call =
        server.run(
            packet.bringsTasks() ? Script.RECEIVE : Script.HEAR,
            slots.of(packet.target()),
            args,
            reply -> new Received(stand(reply), reply.number(JUDGING) == 1));
    return room.apply(
        packet.target(), call.doOnNext(got -> judgeSoon(packet, got)).map(Received::stand));
  }

  private record Received(Stand stand, boolean judging) {}

  /** Nobody may look after a queue that only has members of batches of others. */
  private void judgeSoon(Packet packet, Received received) {
    if (received.judging()) {
      written.in(packet.target());
    }
  }

  private static Stand stand(Reply reply) {
    List<String> terms = new ArrayList<>();
    for (int i = 0; i < STAND_TERMS; i++) {
      terms.add(shown(reply, i));
    }
    return new Stand(
        terms, reply.number(4) == 1, (int) reply.number(5), reply.text(STAND_TERMS + 3));
  }

  /** Tells the source where the target stands. */
  public Mono<Forgotten> forget(QueueName source, Packet packet, Stand stand) {
    Args args = Args.of(packet.target(), packet.turn(), packet.at(), packet.letters().size());
    stand.terms().forEach(args::add);
    args.add(stand.full() ? 1 : 0);
    return server.run(
        Script.FORGET,
        slots.of(source),
        args,
        reply -> new Forgotten(duration(reply.number(1)), reply.number(2) == 1));
  }

  /** What a queue writes to others. */
  public Mono<LettersView> look(QueueName queue) {
    return server.run(
        Script.LETTERS,
        slots.of(queue),
        Args.of("0", LettersView.MOST_LINES),
        reply -> {
          List<LineView> lines = new ArrayList<>();
          for (int i = LINES; i < reply.size(); i += LINE_PARTS) {
            lines.add(
                new LineView(
                    QueueName.stored(reply.text(i)),
                    reply.number(i + 1),
                    reply.number(i + 2),
                    (int) reply.number(i + 3)));
          }
          return new LettersView(
              queue, reply.number(1), reply.number(2), reply.number(3), List.copyOf(lines));
        });
  }

  private static @Nullable Duration duration(long ms) {
    return ms < 0 ? null : Duration.ofMillis(ms);
  }

  private static String shown(Reply reply, int index) {
    return reply.parts().get(index) instanceof Long number ? number.toString() : reply.text(index);
  }
}
