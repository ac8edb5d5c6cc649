package io.sluice.script;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Puts the text of one script together: its header, the prologue, its fragments and its code. */
final class Assembly {
  private final LuaFile script;
  private final Fragments fragments;
  private final Function<String, @Nullable KeyType> typeOf;
  private final NeededCode code;
  private final List<String> lines = new ArrayList<>();

  Assembly(LuaFile script, Fragments fragments, Function<String, @Nullable KeyType> typeOf) {
    this.script = script;
    this.fragments = fragments;
    this.typeOf = typeOf;
    code = new NeededCode(script, fragments.all());
  }

  String text() {
    lines.clear();
    lines.addAll(script.header());
    lines.add("local " + Composer.CALL + " = redis.call");
    bind(script.declared(Rules.KEYS));
    fragments.ofHeader().forEach(fragment -> append(fragment, ""));
    append(script, "");
    return String.join("\n", lines) + "\n";
  }

  private void bind(List<String> keys) {
    if (keys.isEmpty()) {
      return;
    }
    List<String> values = new ArrayList<>();
    for (int i = 1; i <= keys.size(); i++) {
      values.add("KEYS[" + i + "]");
    }
    lines.add("local " + String.join(", ", keys) + " =");
    lines.add("  " + String.join(", ", values));
  }

  private void append(LuaFile file, String indent) {
    lines.add("");
    lines.add(indent + "-- " + file.name());
    List<String> needed = code.of(file);
    for (int i = 0; i < needed.size(); i++) {
      String line = needed.get(i);
      String deeper = indent + line.substring(0, line.length() - line.stripLeading().length());
      List<String> guarded = LuaFile.declaredIn(line, Rules.GUARD);
      List<String> pieces = LuaFile.declaredIn(line, Rules.INLINE);
      List<LuaFile> used = file == script ? fragments.ofCode(i) : List.of();
      if (!pieces.isEmpty()) {
        pieces.forEach(piece -> append(piece, deeper));
      } else if (!guarded.isEmpty()) {
        guarded.forEach(key -> lines.add(deeper + guard(file, key)));
      } else if (!used.isEmpty()) {
        used.forEach(fragment -> append(fragment, deeper));
        lines.add("");
      } else {
        lines.add(line.isEmpty() ? "" : indent + line);
      }
    }
  }

  private void append(String piece, String indent) {
    for (String line : Objects.requireNonNull(fragments.piece(piece))) {
      lines.add(indent + line);
    }
  }

  private String guard(LuaFile file, String key) {
    KeyType type = typeOf.apply(key);
    if (type == null) {
      throw new IllegalArgumentException("no key " + key + " in " + file.name());
    }
    return type.guard(key);
  }
}
