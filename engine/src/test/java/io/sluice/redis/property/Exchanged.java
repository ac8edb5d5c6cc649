package io.sluice.redis.property;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Two tasks that succeeded, with which their session claims, and what the call finds.
 *
 * @param goes whether the call does it
 */
record Exchanged(
    String name, List<List<String>> found, String cap, String max, String bytes, boolean goes) {
  static final String LANE = "s/s0";
  static final String CLAIMS = "s/c";
  private static final String TOKEN = "s:1:5";
  private static final String ENDS = "receipt:" + LANE;
  private static final String CLAIMED = "receipt:" + CLAIMS;
  private static final String[] USUAL = {
    "HSET running a " + TOKEN,
    "HSET running b " + TOKEN,
    "HSET tasks a e",
    "HSET tasks b e",
    "HSET tasks c f",
    "HSET tasks d ff",
    "HSET tasks g fff",
    "RPUSH ready c d g",
    "ZADD sessions 99999999999999 s",
    "SET " + CLAIMED + " 1_5:_a_b"
  };

  static List<Exchanged> all() {
    List<Exchanged> all = new ArrayList<>();
    all.add(goes("tasks that wait", "9", "2", "999"));
    all.add(goes("fewer tasks than it asks for", "9", "8", "999"));
    all.add(goes("larger tasks than may come", "9", "8", "4"));
    all.add(goes("one task that is larger", "9", "8", "0"));
    all.add(goes("no task", "9", "8", "999", "DEL ready"));
    all.add(goes("an id without a task", "9", "8", "999", "HDEL tasks d"));
    all.add(goes("ids without a task", "9", "8", "999", "HDEL tasks c d g"));
    all.add(goes("that nothing is kept", "0", "2", "999"));
    all.add(goes("more ends than are kept", "2", "2", "999", ended("x"), ended("y")));
    all.add(goes("a retention", "9", "2", "999", "HSET settings retention_count 1", ended("x")));
    all.add(goes("the run of another", "9", "2", "999", "HSET running b s:11:5"));
    all.add(goes("a suspect that ended", "9", "2", "999", "SET " + CLAIMED + " 1_5:a_a_b"));
    all.add(goes("the settle before it", "9", "2", "999", "SET " + ENDS + " 1_"));
    for (int others = 13; others <= 17; others++) {
      List<String> runs = new ArrayList<>();
      for (int i = 0; i < others; i++) {
        runs.add("HSET running r" + i + " s:9:5");
      }
      all.add(goes(others + " that run", "9", "2", "999", runs.toArray(String[]::new)));
    }
    all.add(declines("itself", "SET " + ENDS + " 2_"));
    all.add(declines("a later settle", "SET " + ENDS + " 10_"));
    all.add(declines("the claim itself", "SET " + CLAIMED + " 2_5:_c"));
    all.add(declines("a later claim", "SET " + CLAIMED + " 10_5:_c"));
    all.add(declines("a suspect", "SET " + CLAIMED + " 1_5:a_a_b", "HSET attempts a 1_2_5_f"));
    all.add(declines("its session fenced", "DEL sessions"));
    all.add(declines("runs of others", "HSET running a s:2:5", "HSET running b s:2:5"));
    all.add(declines("a run with a priority", "HSET running a " + TOKEN + "_\0003"));
    all.add(
        declines(
            "a run of a group",
            "HSET running a " + TOKEN + "_g\0005" + "0".repeat(13),
            "HSET inflight g 2"));
    all.add(declines("a pause", "HSET settings paused 1"));
    all.add(declines("a limit", "HSET settings max_concurrency 1"));
    all.add(declines("a rate", "HSET settings rate 1_1000_1"));
    all.add(declines("a durability", "HSET settings durability replica"));
    all.add(declines("a failed attempt", "HSET attempts a 1_0_5_f"));
    all.add(declines("a failed attempt of a task that waits", "HSET attempts c 1_0_5_f"));
    all.add(declines("a cancel", "HSET cancels a " + TOKEN));
    all.add(declines("a note", "HSET notes a n"));
    all.add(declines("a cost", "HSET costs a 2"));
    all.add(declines("a ghost", "HSET ghosts c 1"));
    all.add(declines("a task that expires", "ZADD expiries 1 c"));
    all.add(declines("that its session stood", "ZADD standing 1 s_1"));
    all.add(declines("a task that was given", "HSET gifts s 1_5:_z"));
    return all;
  }

  private static Exchanged goes(
      String finds, String cap, String max, String bytes, String... found) {
    return new Exchanged(finds, commands(found), cap, max, bytes, true);
  }

  private static Exchanged declines(String finds, String... found) {
    return new Exchanged(finds, commands(found), "9", "2", "999", false);
  }

  private static List<List<String>> commands(String... found) {
    return OneTask.commands(
        Stream.concat(Stream.of(USUAL), Stream.of(found)).toArray(String[]::new));
  }

  private static String ended(String id) {
    return "ENDED " + id;
  }

  List<String> ends() {
    return List.of("2", cap, "1", TOKEN, "2", "a", "b", "r", "rr");
  }

  List<String> claim() {
    return List.of("s", "2", max, bytes, "0");
  }

  /** Both in one call. */
  List<String> args() {
    List<String> args = new ArrayList<>(ends());
    args.addAll(List.of("s", "2", max, bytes));
    return args;
  }

  @Override
  public String toString() {
    return name;
  }
}
