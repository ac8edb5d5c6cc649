package io.sluice.redis.property;

import io.sluice.script.ScriptText;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A call of one task, and what it finds. Keys are named by their words.
 *
 * @param name what it finds
 * @param found commands that make it so
 * @param goesStraight whether the straight script answers
 */
record OneTask(
    String name, String verb, List<List<String>> found, List<String> args, boolean goesStraight) {
  static final String LANE = "c/0";
  private static final String RECEIPT = "receipt:" + LANE;
  private static final String TOKEN = "s:1:5";
  private static final String HELD = "HSET running a " + TOKEN;
  private static final String KEPT = "HSET tasks a e";
  private static final String LIVES = "ZADD sessions 99999999999999 s";
  private static final String LANDED = "RPUSH landing a";

  static List<OneTask> all() {
    List<OneTask> all = new ArrayList<>();
    all.add(enqueue("nothing", true));
    all.add(enqueue("a task that waits", true, "RPUSH ready b"));
    all.add(enqueue("a token that wakes for others", true, "RPUSH ready *"));
    all.add(enqueue("a token and a task", true, "RPUSH ready * b"));
    all.add(enqueue("the call before it", true, "SET " + RECEIPT + " 1_1,"));
    all.add(enqueue("itself", false, "SET " + RECEIPT + " 2_1,"));
    all.add(enqueue("a later call", false, "SET " + RECEIPT + " 10_1,"));
    all.add(enqueue("a bound of tasks", false, "HSET settings max_backlog 1", "RPUSH ready b"));
    all.add(enqueue("no bound of tasks", true, "HSET settings max_backlog 0"));
    all.add(enqueue("a bound of time", false, "HSET settings max_delay 1000"));

    all.add(claim("its task", true, LANDED, KEPT, LIVES));
    all.add(
        claim(
            "the task with others", true, LANDED, KEPT, LIVES, "HSET tasks b f", "RPUSH ready b"));
    all.add(claim("that others have the task", true, KEPT, LIVES));
    all.add(claim("no task of the id", true, LANDED, LIVES));
    all.add(claim("its session fenced", false, LANDED, KEPT));
    all.add(claim("the claim before it", true, LANDED, KEPT, LIVES, "SET " + RECEIPT + " 1_5:_x"));
    all.add(claim("itself", false, LANDED, KEPT, LIVES, "SET " + RECEIPT + " 2_5:_x"));
    all.add(claim("a later claim", false, LANDED, KEPT, LIVES, "SET " + RECEIPT + " 10_5:_x"));
    all.add(
        claim("a suspect that ended", false, LANDED, KEPT, LIVES, "SET " + RECEIPT + " 1_5:x_x"));
    all.add(claim("a failed attempt", false, LANDED, KEPT, LIVES, "HSET attempts a 1_0_5_f"));
    all.add(claim("a ghost", false, LANDED, KEPT, LIVES, "HSET ghosts a 1"));
    all.add(claim("a task that expires", false, LANDED, KEPT, LIVES, "ZADD expiries 1 a"));
    all.add(claim("a pause", false, LANDED, KEPT, LIVES, "HSET settings paused 1"));
    all.add(claim("a limit", false, LANDED, KEPT, LIVES, "HSET settings max_concurrency 9"));
    all.add(claim("a rate", false, LANDED, KEPT, LIVES, "HSET settings rate 1_1000_1"));
    for (int running = 15; running <= 17; running++) {
      List<String> runs = new ArrayList<>(List.of(LANDED, KEPT, LIVES));
      for (int i = 0; i < running; i++) {
        runs.add("HSET running r" + i + " " + TOKEN);
      }
      all.add(claim(running + " that run", true, runs.toArray(String[]::new)));
    }

    all.add(settle("its run", "10", true, HELD, KEPT));
    all.add(settle("its run and keeps nothing", "0", true, HELD, KEPT));
    all.add(settle("as many ends as are kept", "2", true, HELD, KEPT, ended("x"), ended("y")));
    all.add(settle("more ends than are kept", "1", true, HELD, KEPT, ended("x"), ended("y")));
    all.add(
        settle(
            "a retention", "9", true, HELD, KEPT, "HSET settings retention_count 1", ended("x")));
    all.add(settle("the run of another", "9", true, KEPT, "HSET running a s:11:5"));
    all.add(settle("no run", "9", true, KEPT));
    all.add(settle("a run with a priority", "9", true, KEPT, "HSET running a " + TOKEN + "_\0003"));
    all.add(settle("a cancel", "9", true, HELD, KEPT, "HSET cancels a " + TOKEN));
    all.add(settle("a failed attempt", "0", true, HELD, KEPT, "HSET attempts a 1_0_5_f"));
    all.add(settle("a note", "0", true, HELD, KEPT, "HSET notes a n"));
    all.add(settle("a cost", "9", false, HELD, KEPT, "HSET costs a 2"));
    all.add(
        settle(
            "a limit that is reached", "9", false, HELD, KEPT, "HSET settings max_concurrency 1"));
    all.add(settle("the call before it", "9", true, HELD, KEPT, "SET " + RECEIPT + " 1_"));
    all.add(settle("itself", "9", false, HELD, KEPT, "SET " + RECEIPT + " 2_"));
    all.add(settle("a later call", "9", false, HELD, KEPT, "SET " + RECEIPT + " 10_"));
    return all;
  }

  private static OneTask enqueue(String finds, boolean goesStraight, String... found) {
    return of("enqueue", finds, goesStraight, List.of("2", "0", "1", "a", "e"), found);
  }

  private static OneTask claim(String finds, boolean goesStraight, String... found) {
    return of("claim", finds, goesStraight, List.of("s", "2", "8", "99999", "0", "a"), found);
  }

  private static OneTask settle(String finds, String cap, boolean goesStraight, String... found) {
    return of("settle", finds, goesStraight, List.of("2", cap, "1", TOKEN, "1", "a", "r"), found);
  }

  private static String ended(String id) {
    return "ENDED " + id;
  }

  private static OneTask of(
      String verb, String finds, boolean goesStraight, List<String> args, String... found) {
    return new OneTask(verb + " finds " + finds, verb, commands(found), args, goesStraight);
  }

  /** See {@link #command}; ENDED is a task that succeeded before. */
  static List<List<String>> commands(String... found) {
    List<List<String>> commands = new ArrayList<>();
    for (String text : found) {
      List<String> words = List.of(text.split(" "));
      if (words.get(0).equals("ENDED")) {
        commands.add(command(List.of("RPUSH", "succeeded", words.get(1))));
        commands.add(command(List.of("HSET", "results", words.get(1), "5 S 4 r")));
        commands.add(command(List.of("HSET", "tasks", words.get(1), "e")));
      } else {
        commands.add(command(words));
      }
    }
    return Collections.unmodifiableList(commands);
  }

  /** Its second word is the word of a key; a blank in a value is written as a low line. */
  private static List<String> command(List<String> words) {
    List<String> command = new ArrayList<>();
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      command.add(i == 1 ? nameOf(word) : i < 3 ? word : word.replace('_', ' '));
    }
    if (words.get(0).equals("SET")) {
      command.set(2, words.get(2).replace('_', ' '));
    }
    return command;
  }

  private static String nameOf(String word) {
    int lane = word.indexOf(':');
    return lane < 0
        ? ScriptText.key(word)
        : ScriptText.key(word.substring(0, lane)) + word.substring(lane);
  }

  @Override
  public String toString() {
    return name;
  }
}
