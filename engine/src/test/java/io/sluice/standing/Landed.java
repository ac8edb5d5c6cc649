package io.sluice.standing;

import io.sluice.script.ScriptText;
import io.sluice.spec.Answer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a worker's BLMOVE brought, until a claim has adopted it. */
final class Landed {
  private final StandingWorld world;
  private @Nullable String id;
  private @Nullable String asked;

  Landed(StandingWorld world) {
    this.world = world;
  }

  /** The wait goes on while the worker does other things. */
  void await(boolean parked) {
    if (parked && id == null && world.chance(0.3)) {
      Object moved =
          world.server.command(
              "LMOVE", ScriptText.key("ready"), ScriptText.key("landing"), "LEFT", "RIGHT");
      id = moved == null ? null : moved.toString();
    }
  }

  /** What a claim is to adopt; one that takes nothing adopts nothing. */
  List<String> adopted(boolean takes) {
    asked = takes ? id : null;
    return asked == null ? List.of() : List.of(asked);
  }

  /** The claim that was to adopt it was answered; one that was answered before did not see it. */
  void answered(Answer answer) {
    if (id != null && id.equals(asked) && !answer.is("replayed")) {
      world.count("adopted");
      id = null;
    } else if (id != null) {
      world.count("adopted later");
    }
  }
}
