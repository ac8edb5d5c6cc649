package io.sluice.script;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Composes scripts: a prologue that binds the keys that a header declares to their names, the
 * fragments that the script uses, and its code.
 *
 * <p>A header declares {@code KEYS}, {@code USES} (fragments, files under {@code lib/}) and, of a
 * fragment, {@code NAMES} (what it defines for others). A line {@code -- GUARD a b} in the code
 * becomes reads that fail, before anything is written, when one of these keys is of a wrong type.
 */
public final class Composer {
  /** The name under which code runs a command. */
  static final String CALL = "call";

  private static final String GUARD = "-- GUARD ";

  private final UnaryOperator<String> textOf;
  private final Function<String, @Nullable KeyType> typeOf;

  /**
   * @param textOf the text of the file of a name, such as {@code claim.lua} or {@code
   *     lib/clock.lua}
   * @param typeOf the type of the key of a name, or null when there is no such key
   */
  public Composer(UnaryOperator<String> textOf, Function<String, @Nullable KeyType> typeOf) {
    this.textOf = textOf;
    this.typeOf = typeOf;
  }

  /**
   * Composes the script in this file.
   *
   * @throws BadScriptException when the file or one of its fragments breaks a rule; the message
   *     names the file, the line and what to do
   */
  public Composed compose(String file) {
    LuaFile script = new LuaFile(file, textOf.apply(file));
    Fragments loaded = new Fragments(textOf);
    List<LuaFile> fragments = loaded.of(script);
    new Rules(script, loaded, typeOf).check();

    List<String> keys = script.declared(Rules.KEYS);
    List<String> lines = new ArrayList<>(script.header());
    lines.add("local " + CALL + " = redis.call");
    lines.addAll(binding(keys));
    for (LuaFile fragment : fragments) {
      append(fragment, lines);
    }
    append(script, lines);
    return new Composed(String.join("\n", lines) + "\n", keys);
  }

  private static List<String> binding(List<String> keys) {
    if (keys.isEmpty()) {
      return List.of();
    }
    List<String> values = new ArrayList<>();
    for (int i = 1; i <= keys.size(); i++) {
      values.add("KEYS[" + i + "]");
    }
    return List.of("local " + String.join(", ", keys) + " =", "  " + String.join(", ", values));
  }

  private void append(LuaFile file, List<String> lines) {
    lines.add("");
    lines.add("-- " + file.name());
    for (int i = 0; i < file.code().size(); i++) {
      String line = file.code().get(i);
      if (line.strip().startsWith(GUARD)) {
        lines.addAll(guard(file, i));
      } else {
        lines.add(line);
      }
    }
  }

  private List<String> guard(LuaFile file, int index) {
    String line = file.code().get(index);
    String indent = line.substring(0, line.indexOf(GUARD));
    List<String> reads = new ArrayList<>();
    for (String key : line.strip().substring(GUARD.length()).strip().split(" +", -1)) {
      KeyType type = file.declared(Rules.KEYS).contains(key) ? typeOf.apply(key) : null;
      if (type == null || !type.isGuarded()) {
        throw file.refused(
            file.lineOfCode(index),
            "GUARD names " + key + ", which is " + (type == null ? "not in KEYS" : "a channel"),
            type == null ? "add it to KEYS or correct its name" : "take it out of GUARD");
      }
      reads.add(indent + type.guard(key));
    }
    return reads;
  }
}
