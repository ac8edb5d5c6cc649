package io.sluice.script;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** The fragments of one script: those that it names, and those that these name, each once. */
final class Fragments {
  private static final String USES = "USES";

  private final UnaryOperator<String> textOf;
  private final Map<String, LuaFile> loaded = new LinkedHashMap<>();
  private final List<String> open = new ArrayList<>();

  /**
   * @param textOf the text of a file of this name
   */
  Fragments(UnaryOperator<String> textOf) {
    this.textOf = textOf;
  }

  /** All fragments that a file needs, each behind those that it uses itself. */
  List<LuaFile> of(LuaFile file) {
    load(file);
    return List.copyOf(loaded.values());
  }

  /** The fragment of this word; one that was loaded. */
  LuaFile fragment(String word) {
    LuaFile fragment = loaded.get(word);
    if (fragment == null) {
      throw new IllegalArgumentException("no fragment " + word + " was loaded");
    }
    return fragment;
  }

  /** The words by which a file names the fragments that it uses itself. */
  static List<String> usedBy(LuaFile file) {
    return file.declared(USES);
  }

  private void load(LuaFile file) {
    for (String word : usedBy(file)) {
      if (open.contains(word)) {
        throw file.refused(
            file.lineOf(USES),
            "the fragments use each other: " + String.join(" → ", open) + " → " + word,
            "take " + word + " out of USES and move what both need into a third fragment");
      }
      if (!loaded.containsKey(word)) {
        LuaFile fragment =
            new LuaFile("lib/" + word + ".lua", textOf.apply("lib/" + word + ".lua"));
        open.add(word);
        load(fragment);
        open.remove(word);
        loaded.put(word, fragment);
      }
    }
  }
}
