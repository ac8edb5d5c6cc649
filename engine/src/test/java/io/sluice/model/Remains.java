package io.sluice.model;

import io.sluice.script.ScriptText;
import io.sluice.spec.Answer;
import io.sluice.spec.Programs;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What may be left when everything has ended and every session is closed: no more than the ends.
 */
final class Remains {
  private static final Set<String> KEPT =
      Set.of(
          "tasks",
          "attempts",
          "notes",
          "dead",
          "succeeded",
          "cancelled",
          "expired",
          "results",
          "counters",
          "settings",
          "rates",
          "reaper",
          "bulk",
          "order",
          "paces",
          "place");

  /** What a sweep drops when its time has come: of `since`, all when nothing is ready. */
  private static final Set<String> KEPT_FOR_A_TIME = Set.of("retained", "once", "since");

  private static final String RECEIPT = "call:";

  private final World world;

  Remains(World world) {
    this.world = world;
  }

  void check() {
    onlyTheEndsAreKept(KEPT_FOR_A_TIME);
    nothingIsUnderWay();
    everyReceiptExpires();
    Set<String> tasks = members("HKEYS", "tasks");
    mustEqual("tasks", tasks, "what ended and is kept", ended());
    for (String key : List.of("attempts", "notes")) {
      Set<String> orphans = members("HKEYS", key);
      orphans.removeAll(tasks);
      mustEqual(key + " without a task", orphans, "none", Set.of());
    }
  }

  /** When all that is kept for a time has had its time, and was swept. */
  void checkMuchLater() {
    onlyTheEndsAreKept(Set.of());
  }

  private void onlyTheEndsAreKept(Set<String> others) {
    Set<String> left = new TreeSet<>();
    for (String key : keys("*")) {
      if (!key.equals(Programs.CLOCK)) {
        left.add(
            key.startsWith(ScriptText.prefix())
                ? key.substring(ScriptText.prefix().length())
                : key);
      }
    }
    left.removeAll(KEPT);
    left.removeAll(others);
    left.removeIf(key -> key.startsWith(RECEIPT));
    mustEqual("keys left", left, "none", Set.of());
  }

  private void nothingIsUnderWay() {
    Set<String> underWay = members("HKEYS", "bulk");
    underWay.retainAll(Set.of("*"));
    mustEqual("acts on many under way", underWay, "none", Set.of());
  }

  private void everyReceiptExpires() {
    for (String key : keys(ScriptText.prefix() + RECEIPT + "*")) {
      if ((Long) world.server().command("TTL", key) <= 0) {
        throw world.history().violation("the receipt " + key + " never expires");
      }
    }
  }

  private Set<String> ended() {
    Set<String> ended = new TreeSet<>();
    for (String list : List.of("succeeded", "cancelled", "expired")) {
      ended.addAll(members("LRANGE", list, "0", "-1"));
    }
    ended.addAll(members("ZRANGE", "dead", "0", "-1"));
    ended.addAll(members("ZRANGE", "retained", "0", "-1"));
    return ended;
  }

  private void mustEqual(String what, Set<String> is, String expected, Set<String> should) {
    if (!is.equals(should)) {
      throw world
          .history()
          .violation("at the end " + what + " are " + is + "; expected " + expected + should);
    }
  }

  private List<String> keys(String pattern) {
    return Answer.of(world.server().command("KEYS", pattern)).texts(0);
  }

  private Set<String> members(String command, String key, String... range) {
    return new TreeSet<>(world.server().members(command, key, range));
  }
}
