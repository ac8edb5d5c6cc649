package io.sluice.redis.scene;

import io.sluice.script.Call;
import io.sluice.script.ScriptCalls;
import java.util.function.Consumer;

/**
 * A queue as it was left, and one call to it.
 *
 * @param name what is special about it
 * @param verb the script that is called
 * @param lane the lane of the call
 * @param before makes the queue what it is
 * @param arguments of the call
 */
record Scene(
    String name, String verb, Call lane, Consumer<ScriptCalls> before, Object... arguments) {

  void call(ScriptCalls calls) {
    calls.run(verb, lane, arguments);
  }

  @Override
  public String toString() {
    return verb + ", " + name;
  }
}
