package io.sluice.model;

import io.sluice.redis.ScriptText;
import io.sluice.spec.Answer;
import java.util.ArrayList;
import java.util.List;

/** Sees which of those that were to begin before now have ended for it: nobody is told of them. */
final class ExpiryJudge {
  private final World world;

  ExpiryJudge(World world) {
    this.world = world;
  }

  /** How many a script ended, just now. */
  long look() {
    List<TaskTruth> late = world.truth().tooLate(world.now());
    if (late.isEmpty()) {
      return 0;
    }
    List<String> words = new ArrayList<>(List.of("HMGET", ScriptText.key("results")));
    late.forEach(task -> words.add(task.id()));
    Answer records = Answer.of(world.server().command(words.toArray(String[]::new)));
    long expired = 0;
    for (int i = 0; i < late.size(); i++) {
      String record = records.textOrNone(i);
      if (record != null && record.equals(world.now() + " E ")) {
        late.get(i).expire();
        expired++;
      }
    }
    world.truth().count("expired", expired);
    return expired;
  }

  /** Of the script that does nothing else. */
  void judge(Answer answer) {
    long seen = look();
    if (answer.number(1) != seen) {
      throw world.history().violation("expire counts " + answer + ", and " + seen + " ended");
    }
    world.faults().fired(Faults.EXPIRED, seen);
  }
}
