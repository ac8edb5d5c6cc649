package io.sluice.memory.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.Globals;
import org.luaj.vm2.LoadState;
import org.luaj.vm2.LuaClosure;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaTable;
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
 * Runs scripts of Redis on a {@link RedisModel}. Not thread-safe.
 *
 * <p>Two numbers look otherwise than in Redis when a script joins them to a text with {@code ..}: a
 * fraction, and a whole one from 10^15 on. No script does that.
 */
final class LuaScripts {
  /** Compiled once in a process; the text of a script is its name. */
  private static final Map<String, Prototype> COMPILED = new ConcurrentHashMap<>();

  private final Commands redis;
  private final Globals globals = new Globals();
  private final Map<String, LuaClosure> loaded = new HashMap<>();

  LuaScripts(Commands redis) {
    this.redis = redis;
    globals.load(new JseBaseLib());
    globals.load(new PackageLib());
    globals.load(new TableLib());
    globals.load(new StringLib());
    globals.load(new JseMathLib());
    LoadState.install(globals);
    LuaC.install(globals);
    globals.set("unpack", globals.get("table").get("unpack"));
    LuaFormat.replaceIn(globals.get("string").checktable());
    new LuaRandom().addTo(globals.get("math").checktable());
    globals.set("cjson", LuaJson.library());
    globals.set("cmsgpack", LuaMessagePack.library());
    LuaTable library = new LuaTable();
    library.set("call", new Call());
    library.set("pcall", new ProtectedCall());
    globals.set("redis", library);
  }

  /**
   * Runs a script.
   *
   * @throws RefusedException when it, or a command in it, fails
   */
  @Nullable Object run(String source, List<String> keys, List<String> args) {
    globals.set("KEYS", table(keys));
    globals.set("ARGV", table(args));
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

  private Prototype compiled(String source) {
    String code = source.startsWith("#!") ? "--" + source : source;
    try {
      return globals.compilePrototype(new ByteArrayInputStream(code.getBytes(UTF_8)), "@script");
    } catch (IOException e) {
      throw new UncheckedIOException("a script in memory cannot be read", e);
    }
  }

  private static LuaTable table(List<String> all) {
    LuaTable table = new LuaTable(all.size(), 0);
    for (int i = 0; i < all.size(); i++) {
      table.rawset(i + 1, LuaValues.string(all.get(i)));
    }
    return table;
  }

  /** An error of the command ends the script. */
  private final class Call extends VarArgFunction {
    @Override
    public Varargs invoke(Varargs args) {
      List<String> words = new ArrayList<>(args.narg());
      for (int i = 1; i <= args.narg(); i++) {
        words.add(LuaValues.argument(args.arg(i)));
      }
      return LuaValues.of(redis.run(words));
    }
  }

  /** An error of the command is its answer. */
  private final class ProtectedCall extends VarArgFunction {
    private final Call call = new Call();

    @Override
    public Varargs invoke(Varargs args) {
      try {
        return call.invoke(args);
      } catch (RefusedException refused) {
        return LuaValues.error(refused.text());
      }
    }
  }
}
