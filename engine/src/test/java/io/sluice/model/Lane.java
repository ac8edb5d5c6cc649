package io.sluice.model;

import io.sluice.spec.Answer;
import io.sluice.spec.Call;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The client's side of a lane: one call at a time, sent again as it was until it is answered. */
final class Lane {
  /** No answer: the call is to be sent again. */
  static final String LARGE = "large";

  private final String name;
  private long seq;
  private @Nullable Call pending;

  Lane(String client, String name) {
    this.name = client + "/" + name;
  }

  String name() {
    return name;
  }

  boolean idle() {
    return pending == null;
  }

  long seq() {
    return seq;
  }

  /** The next call; its number stands at a place among its arguments. */
  void begin(String verb, int numberAt, List<String> args) {
    seq++;
    change(verb, numberAt, args);
  }

  /** Changes what is sent the next time, under the same number. */
  void change(String verb, int numberAt, List<String> args) {
    List<String> numbered = new ArrayList<>(args);
    numbered.add(numberAt, String.valueOf(seq));
    pending = new Call(verb, name, numbered);
  }

  /** Goes on as if there had been an answer, which no client may. */
  void giveUp() {
    pending = null;
  }

  /** Sends the pending call, first or again. */
  @Nullable Answer send(Wire wire, boolean cutOff) {
    if (pending == null) {
      throw new IllegalStateException("nothing to send on " + name);
    }
    Answer answer = wire.send(pending, cutOff);
    if (answer != null && !answer.is(LARGE)) {
      pending = null;
    }
    return answer;
  }
}
