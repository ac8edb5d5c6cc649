package io.sluice.letters.batch;

import io.sluice.letters.Actor;
import io.sluice.letters.World;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Makes calls about a batch in turn, each again until it is answered, and ends where one is no. */
final class Teller implements Actor {
  private final World world;
  private final Deque<Call> calls;

  /** One call. */
  record Call(String queue, String script, String lane, List<String> args) {}

  Teller(World world, List<Call> calls) {
    this.world = world;
    this.calls = new ArrayDeque<>(calls);
  }

  @Override
  public boolean step() {
    Call call = calls.element();
    Object answer = world.send(call.queue(), call.script(), call.lane(), call.args());
    if (answer != null) {
      calls.remove();
    }
    if (call.script().equals("batch") && answer instanceof List<?> reply && isNo(reply)) {
      calls.clear();
    }
    return !calls.isEmpty();
  }

  private static boolean isNo(List<?> reply) {
    return List.of("unknown", "sealed").contains(reply.get(0).toString());
  }
}
