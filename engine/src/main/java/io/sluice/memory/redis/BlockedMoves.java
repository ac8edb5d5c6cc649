package io.sluice.memory.redis;

import io.sluice.memory.redis.RedisModel.Taker;
import io.sluice.memory.redis.Value.Elements;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * BLMOVE, from the left of one list to the right of another. Whoever waits longest is served first,
 * after the command or script that brought something. Not thread-safe.
 */
final class BlockedMoves {
  private final Keyspace keyspace;
  private final List<Move> waiting = new ArrayList<>();

  /** One that waits. */
  record Move(String from, String to, Taker taker) {}

  BlockedMoves(Keyspace keyspace) {
    this.keyspace = keyspace;
  }

  void add(Move move) {
    waiting.add(move);
    serve();
  }

  /** Returns whether it still waited. */
  boolean remove(Move move) {
    return waiting.remove(move);
  }

  void serve() {
    for (Iterator<Move> each = waiting.iterator(); each.hasNext(); ) {
      Move move = each.next();
      if (keyspace.find(move.from) instanceof Elements from) {
        each.remove();
        serve(move, from);
      }
    }
  }

  private void serve(Move move, Elements from) {
    try {
      Elements to = keyspace.make(move.to, Elements.class, Elements::new);
      String moved = from.all().removeFirst();
      to.all().addLast(moved);
      keyspace.removeIfEmpty(move.from);
      move.taker.moved(moved);
    } catch (RefusedException refused) {
      move.taker.refused(refused);
    }
  }
}
