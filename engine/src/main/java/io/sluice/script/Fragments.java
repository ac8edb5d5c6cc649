package io.sluice.script;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The fragments of one script, each once and behind those that it uses itself: those that its
 * header names, and those that a line of its code names, which are there from this line to the end
 * of its block.
 */
final class Fragments {
  static final String FOLDER = "lib/";
  private static final String ENDING = ".lua";

  private final Function<String, LuaFile> files;
  private final Map<String, LuaFile> loaded = new LinkedHashMap<>();
  private final List<String> open = new ArrayList<>();
  private final List<LuaFile> ofHeader;

  /** Those that all code further down sees: of the header, and of lines that stand in no block. */
  private final Set<LuaFile> ofAll = new HashSet<>();

  private final SortedMap<Integer, List<LuaFile>> ofCode = new TreeMap<>();

  /**
   * @param files the file of this name
   */
  Fragments(LuaFile script, Function<String, LuaFile> files) {
    this.files = files;
    load(script, script.lineOf(Rules.USES), script.declared(Rules.USES), Map.of());
    ofHeader = List.copyOf(loaded.values());
    ofAll.addAll(ofHeader);
    for (int i = 0; i < script.code().size(); i++) {
      List<String> words = LuaFile.declaredIn(script.code().get(i), Rules.USES);
      if (!words.isEmpty()) {
        loadForBlock(script, i, words);
      }
    }
  }

  /** Those that are there from the start. */
  List<LuaFile> ofHeader() {
    return ofHeader;
  }

  /** Those that a line of code names, and what they need more than the header names. */
  List<LuaFile> ofCode(int index) {
    return ofCode.getOrDefault(index, List.of());
  }

  List<LuaFile> all() {
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

  /** The lines of the piece of this name of any of them; null when none has it. */
  @Nullable List<String> piece(String name) {
    return loaded.values().stream()
        .map(fragment -> fragment.pieces().get(name))
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  /** The words by which a file names the fragments that it uses itself. */
  static List<String> usedBy(LuaFile file) {
    List<String> words = new ArrayList<>(file.declared(Rules.USES));
    file.code().forEach(line -> words.addAll(LuaFile.declaredIn(line, Rules.USES)));
    return words;
  }

  /** The word by which files name this fragment. */
  static String wordOf(LuaFile fragment) {
    String name = fragment.name();
    return name.substring(FOLDER.length(), name.length() - ENDING.length());
  }

  private void loadForBlock(LuaFile script, int index, List<String> words) {
    Map<String, LuaFile> elsewhere = new LinkedHashMap<>(loaded);
    elsewhere.values().removeAll(ofAll);
    int line = script.lineOfCode(index);
    for (String word : words) {
      if (loaded.containsKey(word)) {
        throw script.refused(
            line, "the fragment " + word + " is there already", "name it in the header only");
      }
    }
    int before = loaded.size();
    load(script, line, words, elsewhere);
    List<LuaFile> added = all().subList(before, loaded.size());
    ofCode.put(index, added);
    if (!script.code().get(index).startsWith(" ")) {
      ofAll.addAll(added);
    }
  }

  private void load(LuaFile file, int line, List<String> words, Map<String, LuaFile> elsewhere) {
    for (String word : words) {
      if (open.contains(word)) {
        throw file.refused(
            line,
            "the fragments use each other: " + String.join(" → ", open) + " → " + word,
            "take " + word + " out of USES and move what both need into a third fragment");
      }
      if (elsewhere.containsKey(word)) {
        throw file.refused(
            line,
            "two blocks of a script need the fragment " + word,
            "name " + word + " in the header of the script");
      }
      if (!loaded.containsKey(word)) {
        LuaFile fragment = files.apply(FOLDER + word + ENDING);
        open.add(word);
        load(fragment, fragment.lineOf(Rules.USES), fragment.declared(Rules.USES), elsewhere);
        open.remove(word);
        loaded.put(word, fragment);
      }
    }
  }
}
