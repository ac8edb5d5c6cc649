package io.sluice.standing;

import io.sluice.spec.Call;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A lane of outcomes: one call at a time, sent again until it is answered. */
final class EndLane {
  final String lane;
  private long seq;
  @Nullable Call call;

  /** What the call is about, under which tokens. */
  Map<String, String> tasks = Map.of();

  /** The same call to the whole script. */
  private List<String> whole = List.of();

  EndLane(String lane) {
    this.lane = lane;
  }

  /** The ids that it is about now. */
  Set<String> ids() {
    return call == null ? Set.of() : tasks.keySet();
  }

  /** The next call is about these; all of them succeed, or none. */
  void begin(StandingWorld world, Map<String, String> held, List<String> ids, boolean succeed) {
    seq++;
    tasks = new LinkedHashMap<>();
    ids.forEach(id -> tasks.put(id, held.get(id)));
    whole = succeed ? successes() : releases(world);
  }

  private List<String> successes() {
    List<String> args = StandingWorld.texts(seq, 3, tasks.size());
    tasks.forEach((task, token) -> args.addAll(StandingWorld.texts(token, 1, task, "r")));
    return args;
  }

  /** Some are given back, some are tried again. */
  private List<String> releases(StandingWorld world) {
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

  /** The outcomes, with which this claim of so many goes. */
  Call exchange(String session, long claim, int max) {
    List<String> args = new ArrayList<>(whole);
    args.addAll(StandingWorld.texts(session, claim, max, 1 << 20));
    return new Call("exchange", lane, args);
  }

  /** The outcomes without it. */
  Call settle() {
    return new Call("settle", lane, whole);
  }
}
