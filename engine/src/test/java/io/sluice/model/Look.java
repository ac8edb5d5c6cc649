package io.sluice.model;

import io.sluice.script.ScriptText;
import io.sluice.spec.Answer;
import io.sluice.spec.Server;
import io.sluice.spec.fair.Spot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Where every unfinished task is at one moment, as Redis has it.
 *
 * @param waiting each place of each id in which a task waits
 * @param running tokens by id
 * @param ghosts ids in {@code waiting} that are no task any more
 * @param live the sessions that may claim
 * @param fenced the sessions whose tasks are collected
 * @param books the counters
 */
record Look(
    List<String> waiting,
    Map<String, String> running,
    Set<String> ghosts,
    Set<String> live,
    Set<String> fenced,
    Map<String, Long> books) {

  private static final List<String> KEYS =
      List.of(
          "ready",
          "landing",
          "scheduled",
          "retrying",
          "aside",
          "running",
          "ghosts",
          "sessions",
          "walk",
          "counters",
          "lane",
          "levels");

  private static final String READ =
      """
      local call, all = redis.call, {}
      for i = 1, 2 do all[i] = call('LRANGE', KEYS[i], 0, -1) end
      for i = 3, 5 do all[i] = call('ZRANGE', KEYS[i], 0, -1) end
      for i = 6, 7 do all[i] = call('HGETALL', KEYS[i]) end
      for i = 8, 9 do all[i] = call('ZRANGE', KEYS[i], 0, -1) end
      all[10] = call('HGETALL', KEYS[10])
      for i = 11, 12 do all[i] = call('ZRANGE', KEYS[i], 0, -1) end
      return all
      """;

  static Look at(Server server) {
    List<String> words = new ArrayList<>(List.of("EVAL", READ, "" + KEYS.size()));
    KEYS.forEach(key -> words.add(ScriptText.key(key)));
    Answer all = Answer.of(server.command(words.toArray(String[]::new)));
    List<String> waiting = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      waiting.addAll(all.part(i).texts(0));
    }
    for (String part : concat(all.part(4).texts(0), all.part(11).texts(0))) {
      List<String> nameOrderIds = List.of(part.split(" ", -1));
      waiting.addAll(nameOrderIds.subList(Math.min(2, nameOrderIds.size()), nameOrderIds.size()));
    }
    Map<String, String> marks = all.part(6).pairs(0);
    // A token wakes workers, and what has moved to the lane left its id behind.
    waiting.removeIf(id -> id.equals("*") || "2".equals(marks.get(id)));
    marks.values().removeIf("2"::equals);
    all.part(10).texts(0).forEach(member -> waiting.add(Spot.idOf(member)));
    Map<String, String> running = all.part(5).pairs(0);
    running.replaceAll((id, claim) -> claim.split(" ", 2)[0]);
    Map<String, Long> books = new HashMap<>();
    all.part(9).pairs(0).forEach((counter, count) -> books.put(counter, Long.valueOf(count)));
    return new Look(
        waiting,
        running,
        Set.copyOf(marks.keySet()),
        new TreeSet<>(all.part(7).texts(0)),
        new TreeSet<>(all.part(8).texts(0)),
        books);
  }

  private static List<String> concat(List<String> one, List<String> other) {
    List<String> all = new ArrayList<>(one);
    all.addAll(other);
    return all;
  }

  long counted(String counter) {
    return books.getOrDefault(counter, 0L);
  }
}
