package io.sluice.standing;

import io.sluice.spec.Answer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** What a session holds, by token, and the lanes on which it ends. */
final class Held {
  private static final int LANES = 2;

  private final StandingWorld world;
  private final Map<String, String> tokens = new LinkedHashMap<>();
  private final List<EndLane> lanes;

  Held(StandingWorld world, String session) {
    this.world = world;
    this.lanes = IntStream.range(0, LANES).mapToObj(i -> new EndLane(session + "/s" + i)).toList();
  }

  List<EndLane> lanes() {
    return lanes;
  }

  int size() {
    return tokens.size();
  }

  /** Those whose ends are not under way. */
  List<String> running() {
    List<String> ids = new ArrayList<>(tokens.keySet());
    lanes.forEach(lane -> ids.removeAll(lane.ids()));
    return ids;
  }

  Map<String, String> tokens() {
    return tokens;
  }

  void begin(String id, String token) {
    world.begins(id, token);
    tokens.put(id, token);
  }

  /** The token is there in the answer, and the ids are behind it. */
  void given(Answer answer, int token) {
    answer.part(token + 1).texts(0).forEach(id -> begin(id, answer.text(token)));
  }

  /** It may hold one of them again by now, under another token. */
  void ended(EndLane lane) {
    lane.tasks.forEach(tokens::remove);
  }
}
