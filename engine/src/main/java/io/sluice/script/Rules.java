package io.sluice.script;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a script and its fragments must keep to; the first fault is thrown. */
final class Rules {
  static final String USES = "USES";
  static final String KEYS = "KEYS";
  static final String NAMES = "NAMES";
  static final String GUARD = "GUARD";
  static final String INLINE = "INLINE";

  private final LuaFile script;
  private final List<LuaFile> fragments;
  private final Fragments loaded;
  private final Function<String, @Nullable KeyType> typeOf;

  Rules(LuaFile script, Fragments loaded, Function<String, @Nullable KeyType> typeOf) {
    this.script = script;
    this.loaded = loaded;
    this.typeOf = typeOf;
    fragments = loaded.all();
  }

  void check() {
    checkKeys(script);
    checkCode(script);
    for (LuaFile fragment : fragments) {
      checkKeys(fragment);
      checkCode(fragment);
      checkKeysOfFragment(fragment);
      checkNamesAreDefined(fragment);
    }
    checkNoNameIsDefinedTwice();
    fragments.forEach(this::checkUses);
    checkUses(script);
    checkEveryKeyIsUsed();
  }

  private void checkKeys(LuaFile file) {
    Set<String> seen = new HashSet<>();
    for (String key : file.declared(KEYS)) {
      if (typeOf.apply(key) == null) {
        throw file.refused(
            file.lineOf(KEYS), "there is no key " + key, "correct its name or add it to Key");
      }
      if (!seen.add(key)) {
        throw file.refused(file.lineOf(KEYS), "KEYS has " + key + " twice", "name it once");
      }
    }
  }

  private void checkCode(LuaFile file) {
    if (file.header().stream().anyMatch(line -> line.startsWith("-- " + GUARD + " "))) {
      throw file.refused(
          file.lineOf(GUARD),
          "GUARD stands in the header",
          "put an empty line between the header and it");
    }
    for (int i = 0; i < file.code().size(); i++) {
      checkGuard(file, i);
      checkInline(file, i);
      if (file != script && !LuaFile.declaredIn(file.code().get(i), USES).isEmpty()) {
        throw file.refused(
            file.lineOfCode(i),
            "the code of a fragment has USES",
            "name in the header of the fragment what it uses");
      }
      if (file.bare(i).contains("KEYS[")) {
        throw file.refused(
            file.lineOfCode(i),
            "the code reads KEYS[…] itself",
            "declare the key in the header and use its name");
      }
    }
  }

  private void checkGuard(LuaFile file, int index) {
    for (String key : LuaFile.declaredIn(file.code().get(index), GUARD)) {
      KeyType type = file.declared(KEYS).contains(key) ? typeOf.apply(key) : null;
      if (type == null || !type.isGuarded()) {
        throw file.refused(
            file.lineOfCode(index),
            "GUARD names " + key + ", which is " + (type == null ? "not in KEYS" : "a channel"),
            type == null ? "add it to KEYS or correct its name" : "take it out of GUARD");
      }
    }
  }

  private void checkInline(LuaFile file, int index) {
    for (String piece : LuaFile.declaredIn(file.code().get(index), INLINE)) {
      if (file != script || loaded.piece(piece) == null) {
        throw file.refused(
            file.lineOfCode(index),
            file != script
                ? "the piece " + piece + " stands in a block of a fragment"
                : "no fragment of this script has a piece " + piece,
            file != script
                ? "begin its line, and the lines of the piece, at the left margin"
                : "correct its name or add its fragment to USES");
      }
    }
  }

  private void checkKeysOfFragment(LuaFile fragment) {
    Set<String> words = fragment.wordsOfCode();
    List<String> declared = fragment.declared(KEYS);
    for (String word : words) {
      if (typeOf.apply(word) != null && !declared.contains(word)) {
        throw fragment.refused(
            fragment.lineOfWord(word),
            "the code names the key " + word + ", which KEYS of this fragment lacks",
            "add " + word + " to KEYS");
      }
    }
    for (String key : declared) {
      if (!words.contains(key)) {
        throw fragment.refused(
            fragment.lineOf(KEYS),
            "the fragment does not use its key " + key,
            "take " + key + " out of KEYS");
      }
      if (!script.declared(KEYS).contains(key)) {
        throw script.refused(
            script.lineOf(KEYS),
            "KEYS lacks " + key + ", which " + fragment.name() + " needs",
            "add " + key + " to KEYS");
      }
    }
  }

  private static void checkNamesAreDefined(LuaFile fragment) {
    List<String> locals = fragment.locals();
    for (String name : fragment.declared(NAMES)) {
      if (!locals.contains(name)) {
        throw fragment.refused(
            fragment.lineOf(NAMES),
            "the fragment does not define " + name,
            "define it as a local at the left margin or take it out of NAMES");
      }
    }
  }

  /** Whether the file has a piece of this fragment in its code. */
  private static boolean hasPieceOf(LuaFile file, LuaFile fragment) {
    return file.code().stream()
        .flatMap(line -> LuaFile.declaredIn(line, INLINE).stream())
        .anyMatch(fragment.pieces()::containsKey);
  }

  /** A file names just the fragments of which its code uses a name or a piece. */
  private void checkUses(LuaFile file) {
    Set<String> words = file.wordsOfCode();
    List<String> uses = Fragments.usedBy(file);
    for (String use : uses) {
      List<String> names = loaded.fragment(use).declared(NAMES);
      if (names.stream().noneMatch(words::contains) && !hasPieceOf(file, loaded.fragment(use))) {
        throw file.refused(
            file.lineOf(USES),
            "the code needs none of the names of the fragment " + use + ": " + names,
            "take " + use + " out of USES");
      }
    }
    for (LuaFile fragment : fragments) {
      String word = Fragments.wordOf(fragment);
      for (String name : fragment.equals(file) ? List.<String>of() : fragment.locals()) {
        if (!words.contains(name) || file.binds(name)) {
          continue;
        }
        if (!fragment.declared(NAMES).contains(name)) {
          throw file.refused(
              file.lineOfWord(name),
              "the code uses " + name + ", which is private to " + fragment.name(),
              "add it to NAMES there or rename what is meant here");
        }
        if (!uses.contains(word)) {
          throw file.refused(
              file.lineOfWord(name),
              "the code uses " + name + " of " + fragment.name() + ", which USES lacks",
              "add " + word + " to USES");
        }
      }
    }
  }

  private void checkEveryKeyIsUsed() {
    for (String key : script.declared(KEYS)) {
      boolean used =
          script.wordsOfCode().contains(key)
              || fragments.stream().anyMatch(fragment -> fragment.declared(KEYS).contains(key));
      if (!used) {
        throw script.refused(
            script.lineOf(KEYS),
            "neither the script nor a fragment uses the key " + key,
            "take " + key + " out of KEYS");
      }
    }
  }

  private void checkNoNameIsDefinedTwice() {
    Map<String, String> definedBy = new HashMap<>();
    definedBy.put(Composer.CALL, "the prologue");
    script.declared(KEYS).forEach(key -> define(script, key, "KEYS", definedBy));
    for (LuaFile fragment : fragments) {
      fragment.locals().forEach(name -> define(fragment, name, fragment.name(), definedBy));
    }
    script.locals().forEach(name -> define(script, name, script.name(), definedBy));
  }

  private static void define(LuaFile file, String name, String by, Map<String, String> definedBy) {
    String before = definedBy.putIfAbsent(name, by);
    if (before != null) {
      throw file.refused(
          file.lineOfWord(name),
          "the name " + name + " is defined twice, by " + before + " and by " + by,
          "rename one of them");
    }
  }
}
