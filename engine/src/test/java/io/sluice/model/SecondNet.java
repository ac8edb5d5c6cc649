package io.sluice.model;

import io.sluice.model.SettleLane.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What Redis has under a session and nobody in its worker knows of goes back. A look may be acted
 * upon when it is no longer true.
 */
final class SecondNet {
  private final World world;
  private final SessionCalls calls;
  private Map<String, String> seen = Map.of();

  SecondNet(World world, SessionCalls calls) {
    this.world = world;
    this.calls = calls;
  }

  /** Looks, or acts on the last look. Only where tasks are forgotten: else it would hide a loss. */
  void turn(Session session) {
    if (!world.conditions().forgetful()) {
      return;
    }
    SettleLane lane = session.settles().get(0);
    if (seen.isEmpty()) {
      seen = calls.held(session.id(), session.answeredClaims());
    } else if (lane.idle()) {
      release(session, lane);
      seen = Map.of();
    }
  }

  void forgetLook() {
    seen = Map.of();
  }

  private void release(Session session, SettleLane lane) {
    List<Result> releases = new ArrayList<>();
    seen.forEach(
        (task, token) -> {
          if (!session.holds(task)) {
            releases.add(new Result(task, token, 'L', 0));
          }
        });
    if (!releases.isEmpty()) {
      world.faults().fired(Faults.RELEASED_FORGOTTEN, releases.stream().filter(this::runs).count());
      lane.begin(releases);
    }
  }

  private boolean runs(Result release) {
    return release.token().equals(world.model().running().get(release.id()));
  }
}
