package io.sluice.standing;

import io.sluice.spec.Call;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A lane of outcomes: one call at a time, sent again until it is answered. */
final class EndLane {
  final String lane;
  long seq;
  @Nullable Call call;

  /** What the call is about, under which tokens. */
  Map<String, String> tasks = Map.of();

  /** The same call to the whole script. */
  List<String> whole = List.of();

  EndLane(String lane) {
    this.lane = lane;
  }

  List<String> successes() {
    List<String> args = StandingWorld.texts(seq, 3, tasks.size());
    tasks.forEach((task, token) -> args.addAll(StandingWorld.texts(token, 1, task, "r")));
    return args;
  }

  /** Some are given back, some are tried again. */
  List<String> releases(StandingWorld world) {
    List<String> args = StandingWorld.texts(seq, 3, 0);
    tasks.forEach(
        (task, token) ->
            args.addAll(StandingWorld.texts(task, token, world.chance(0.5) ? "L" : "R", 500, "")));
    return args;
  }

  /** The outcome of the one task, with which this claim rides. */
  Call stand(String session, long claim) {
    Map.Entry<String, String> one = tasks.entrySet().iterator().next();
    return new Call(
        "stand",
        lane,
        StandingWorld.texts(seq, 3, session, claim, one.getValue(), one.getKey(), "r"));
  }

  /** The outcomes without it. */
  Call settle() {
    return new Call("settle", lane, whole);
  }
}
