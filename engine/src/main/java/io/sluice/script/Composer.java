package io.sluice.script;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Composes scripts: a prologue that binds the keys that a header declares to their names, the
 * fragments that the script uses, and its code.
 *
 * <p>A header declares {@code KEYS}, {@code USES} (fragments, files under {@code lib/}) and, of a
 * fragment, {@code NAMES} (what it defines for others). A line {@code -- GUARD a b} in the code
 * becomes reads that fail, before anything is written, when one of these keys is of a wrong type. A
 * line {@code -- USES a b} in the code becomes these fragments, for the block that it stands in:
 * what only one branch needs costs the others nothing. Functions of fragments that a script does
 * not need are left out. A line {@code -- INLINE a b} in the code becomes these pieces of
 * fragments: lines that stand there under {@code -- INLINE a}, and do what its functions do for one
 * task, so that a script that is called for one task need not make a function first.
 */
public final class Composer {
  /** The name under which code runs a command. */
  static final String CALL = "call";

  private final UnaryOperator<String> textOf;
  private final Function<String, @Nullable KeyType> typeOf;

  /** Fragments, which many scripts use. */
  private final Map<String, LuaFile> read = new ConcurrentHashMap<>();

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
    LuaFile script = read(file);
    Fragments fragments = new Fragments(script, name -> read.computeIfAbsent(name, this::read));
    new Rules(script, fragments, typeOf).check();

    return new Composed(
        new Assembly(script, fragments, typeOf).text(), script.declared(Rules.KEYS));
  }

  private LuaFile read(String file) {
    return new LuaFile(file, textOf.apply(file));
  }
}
