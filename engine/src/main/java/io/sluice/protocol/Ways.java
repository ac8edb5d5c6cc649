package io.sluice.protocol;

import io.sluice.script.Args;
import io.sluice.script.Call;
import io.sluice.script.Reply;
import io.sluice.script.Script;
import io.sluice.script.ScriptServer;
import io.sluice.script.Slot;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/**
 * The two ways of a verb that runs with every task: the straight script, which does the usual case
 * with fewer keys and commands, and the whole one. Both take the same arguments, and either knows a
 * call again that the other has answered. A queue that needs the whole script gets it at once for
 * the next calls, so that it does not ask twice each time. Thread-safe.
 */
final class Ways {
  private static final String WHOLE = "whole";

  /** After a straight script has declined, so many calls of its queue do not try it. */
  private static final int WHOLE_CALLS = 63;

  /** Queues that are kept in mind; when there are more, all are forgotten and learned again. */
  private static final int MAX_QUEUES = 10_000;

  private final ScriptServer server;
  private final Script straight;
  private final Script whole;
  private final Map<Slot, AtomicInteger> wholeCalls;

  Ways(ScriptServer server, Script straight, Script whole) {
    this(server, straight, whole, new ConcurrentHashMap<>());
  }

  private Ways(
      ScriptServer server, Script straight, Script whole, Map<Slot, AtomicInteger> wholeCalls) {
    this.server = server;
    this.straight = straight;
    this.whole = whole;
    this.wholeCalls = wholeCalls;
  }

  /** The same ways over another view of their server. */
  Ways over(ScriptServer view) {
    return new Ways(view, straight, whole, wholeCalls);
  }

  /**
   * Runs the call by the way that its queue needs, and reads its reply.
   *
   * @param isStraight whether the straight script takes these arguments
   */
  <T> Mono<T> run(boolean isStraight, Slot slot, Call call, Args args, Function<Reply, T> read) {
    return run(isStraight ? straight : whole, slot, call, args, read);
  }

  /** The same by this straight script, which takes the same arguments. */
  <T> Mono<T> run(Script first, Slot slot, Call call, Args args, Function<Reply, T> read) {
    return Mono.defer(
        () ->
            first == whole || needsWhole(slot)
                ? server.run(whole, slot, call, args, read)
                : server
                    .run(first, slot, call, args, reply -> Answer.of(reply, read))
                    .flatMap(
                        answer ->
                            answer instanceof Answer.Done<T> done
                                ? Mono.just(done.value())
                                : runWhole(slot, call, args, read)));
  }

  private <T> Mono<T> runWhole(Slot slot, Call call, Args args, Function<Reply, T> read) {
    if (wholeCalls.size() >= MAX_QUEUES) {
      wholeCalls.clear();
    }
    wholeCalls.put(slot, new AtomicInteger(WHOLE_CALLS));
    return server.run(whole, slot, call, args, read);
  }

  private boolean needsWhole(Slot slot) {
    AtomicInteger left = wholeCalls.get(slot);
    if (left == null) {
      return false;
    }
    if (left.getAndDecrement() > 0) {
      return true;
    }
    wholeCalls.remove(slot, left);
    return false;
  }

  /** What a straight script answers. */
  private sealed interface Answer<T> {
    /** It has done the call. */
    record Done<T>(T value) implements Answer<T> {}

    /** It has changed nothing. */
    record Declined<T>() implements Answer<T> {}

    static <T> Answer<T> of(Reply reply, Function<Reply, T> read) {
      return reply.text(0).equals(WHOLE) ? new Declined<>() : new Done<>(read.apply(reply));
    }
  }
}
