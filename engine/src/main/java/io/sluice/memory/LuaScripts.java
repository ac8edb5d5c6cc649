package io.sluice.memory;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.Globals;
import org.luaj.vm2.LoadState;
import org.luaj.vm2.LuaClosure;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Prototype;
import org.luaj.vm2.Varargs;
import org.luaj.vm2.compiler.LuaC;
import org.luaj.vm2.lib.PackageLib;
import org.luaj.vm2.lib.StringLib;
import org.luaj.vm2.lib.TableLib;
import org.luaj.vm2.lib.VarArgFunction;
import org.luaj.vm2.lib.jse.JseBaseLib;
import org.luaj.vm2.lib.jse.JseMathLib;

/**
 * Runs scripts on a {@link RedisModel}. Not thread-safe.
 *
 * <p>Two numbers look otherwise than in Redis when a script joins them to a text with {@code ..}: a
 * fraction, and a whole one from 10^15 on. No script does that.
 */
final class LuaScripts {
  /** Compiled once in a process; the text of a script is its name. */
  private static final Map<String, Prototype> COMPILED = new ConcurrentHashMap<>();

  private final RedisModel redis;
  private final Globals globals = new Globals();

  /** The names that the prologue of a script gives to its keys. */
  private static final Pattern KEY_NAMES = Pattern.compile("\nlocal ([\\w, ]+) =\n {2}KEYS\\[1\\]");

  private final Map<String, LuaClosure> loaded = new HashMap<>();

  LuaScripts(RedisModel redis) {
    this.redis = redis;
    for (LuaValue library :
        List.of(
            new JseBaseLib(),
            new PackageLib(),
            new TableLib(),
            new StringLib(),
            new JseMathLib())) {
      globals.load(library);
    }
    LoadState.install(globals);
    LuaC.install(globals);
    globals.set("unpack", globals.get("table").get("unpack"));
    // The methods of strings are those of the first StringLib of the process.
    LuaString.s_metatable.get(LuaValue.INDEX).set("format", new LuaFormat());
    globals.set("cjson", LuaRecords.library());
    globals.set("cmsgpack", LuaRecords.library());
    LuaTable library = new LuaTable();
    library.set("call", new Call(false));
    library.set("pcall", new Call(true));
    globals.set("redis", library);
  }

  /** Runs a script; errors when it, or a command in it, fails. */
  @Nullable Object run(String source, List<String> keys, List<String> args) {
    globals.set("KEYS", LuaValues.of(keys));
    globals.set("ARGV", LuaValues.of(args));
    try {
      return LuaValues.reply(loaded.computeIfAbsent(source, this::load).call());
    } catch (LuaError error) {
      throw error.getCause() instanceof RefusedException refused
          ? refused
          : new RefusedException("ERR script failed: " + error.getMessage());
    }
  }

  private LuaClosure load(String source) {
    return new LuaClosure(COMPILED.computeIfAbsent(source, this::compiled), globals);
  }

  /**
   * The names of the keys are globals here: LuaJ allows 200 local variables, and counts those of
   * the enclosing functions as well.
   */
  private Prototype compiled(String source) {
    String bound = KEY_NAMES.matcher(source).replaceFirst("\n$1 =\n  KEYS[1]");
    String code = bound.startsWith("#!") ? "--" + bound : bound;
    try {
      return globals.compilePrototype(new ByteArrayInputStream(code.getBytes(UTF_8)), "@script");
    } catch (IOException e) {
      throw new UncheckedIOException("a script in memory cannot be read", e);
    }
  }

  /** Runs a command; an error ends the script, or, of a protected call, is the answer. */
  private final class Call extends VarArgFunction {
    private final boolean isProtected;

    private Call(boolean isProtected) {
      this.isProtected = isProtected;
    }

    @Override
    public Varargs invoke(Varargs args) {
      List<String> words = new ArrayList<>(args.narg());
      for (int i = 1; i <= args.narg(); i++) {
        words.add(LuaValues.argument(args.arg(i)));
      }
      try {
        return LuaValues.of(redis.command(words));
      } catch (RefusedException refused) {
        if (isProtected) {
          return LuaValues.single(LuaValues.ERROR, refused.text());
        }
        throw refused;
      }
    }
  }
}
