package io.sluice.script;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The code of fragments without the functions that a script does not need, since each costs every
 * call of the script about 0.1 µs to define.
 */
final class NeededCode {
  private static final Pattern FUNCTION = Pattern.compile("local function (\\w+)");

  private final Set<String> words = new HashSet<>();
  private final Map<LuaFile, List<String>> code = new HashMap<>();

  /**
   * @param fragments each behind those that it uses
   */
  NeededCode(LuaFile script, List<LuaFile> fragments) {
    words.addAll(script.wordsOfCode());
    for (int i = fragments.size() - 1; i >= 0; i--) {
      code.put(fragments.get(i), neededOf(fragments.get(i)));
    }
    code.put(script, script.code());
  }

  List<String> of(LuaFile file) {
    return code.getOrDefault(file, List.of());
  }

  /** From the last line on, since what is defined there may need what is defined before. */
  private List<String> neededOf(LuaFile fragment) {
    List<String> lines = fragment.code();
    Deque<String> needed = new ArrayDeque<>();
    int last = lines.size() - 1;
    while (last >= 0) {
      int first = firstOf(lines, last);
      Matcher function = FUNCTION.matcher(lines.get(first));
      boolean isFunction = first < last && function.lookingAt();
      if (isFunction && !words.contains(function.group(1))) {
        last = first - 1;
        while (last >= 0 && (lines.get(last).startsWith("--") || lines.get(last).isEmpty())) {
          last--;
        }
        continue;
      }
      for (int i = last; i >= first; i--) {
        needed.addFirst(lines.get(i));
        words.addAll(fragment.wordsOfLine(i));
      }
      last = first - 1;
    }
    while (!needed.isEmpty() && needed.getFirst().isEmpty()) {
      needed.removeFirst();
    }
    return List.copyOf(needed);
  }

  /** Where the function begins that ends with this line; the line itself when none does. */
  private static int firstOf(List<String> lines, int last) {
    if (!lines.get(last).equals("end")) {
      return last;
    }
    int first = last - 1;
    while (first > 0 && (lines.get(first).isEmpty() || lines.get(first).startsWith(" "))) {
      first--;
    }
    return first;
  }
}
