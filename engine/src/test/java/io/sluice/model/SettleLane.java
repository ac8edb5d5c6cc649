package io.sluice.model;

import io.sluice.spec.Answer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A lane on which outcomes are told. It may outlive its session, until the last one is answered.
 */
final class SettleLane {
  private final World world;
  private final Lane lane;
  private List<Result> pending = List.of();

  /**
   * An outcome of a run.
   *
   * @param outcome S succeeded, K succeeded and kept for delayMs, R retry, B bury, L release, Z
   *     snooze, C cancel, E expire
   */
  record Result(String id, String token, char outcome, int delayMs) {
    /** The same one whenever the task fails. */
    String error() {
      return id.hashCode() % 2 == 0 ? "T" : "U";
    }
  }

  SettleLane(World world, Lane lane) {
    this.world = world;
    this.lane = lane;
  }

  boolean idle() {
    return lane.idle();
  }

  void begin(List<Result> results) {
    Map<String, List<Result>> succeeded = new LinkedHashMap<>();
    List<Result> others = new ArrayList<>();
    for (Result result : results) {
      if (result.outcome() == 'S' || result.outcome() == 'K') {
        String kept = result.outcome() == 'K' ? " " + result.delayMs() : "";
        succeeded.computeIfAbsent(result.token() + kept, group -> new ArrayList<>()).add(result);
      } else {
        others.add(result);
      }
    }
    pending =
        Stream.concat(succeeded.values().stream().flatMap(List::stream), others.stream()).toList();
    lane.begin("settle", 0, args(succeeded, others));
  }

  /** What was answered now, whatever the answer is. */
  List<Result> send(boolean cutOff) {
    Answer answer = lane.send(world.wire(), cutOff);
    if (answer == null) {
      return List.of();
    }
    if (answer.is("old")) {
      throw world.history().violation("a worker was told old on " + lane.name());
    }
    return pending;
  }

  private List<String> args(Map<String, List<Result>> succeeded, List<Result> others) {
    List<String> args = new ArrayList<>();
    args.add(String.valueOf(world.conditions().cap()));
    args.add(String.valueOf(succeeded.size()));
    succeeded.forEach(
        (group, results) -> {
          String token = results.get(0).token();
          args.add(token);
          args.add(results.size() + group.substring(token.length()));
          results.forEach(result -> args.add(result.id()));
          results.forEach(result -> args.add("result of " + result.id()));
        });
    for (Result other : others) {
      boolean failed = other.outcome() == 'R' || other.outcome() == 'B';
      args.addAll(
          List.of(
              other.id(),
              other.token(),
              String.valueOf(other.outcome()),
              String.valueOf(other.delayMs()),
              failed ? other.error() + "\nfailed" : ""));
    }
    return args;
  }
}
