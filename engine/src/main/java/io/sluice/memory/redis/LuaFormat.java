package io.sluice.memory.redis;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;
import org.luaj.vm2.lib.VarArgFunction;

/**
 * {@code string.format} for {@code %s %d %f %g %%}, since the one of LuaJ cuts integers to 32 bits
 * and shows large numbers with an exponent. What else there is, it does.
 */
final class LuaFormat extends VarArgFunction {
  private static final Pattern PLACE = Pattern.compile("%([-+ 0]*\\d*)(?:\\.(\\d+))?([sdfg%])");
  private static final Pattern KNOWN = Pattern.compile("(?:[^%]|" + PLACE.pattern() + ")*+");
  private static final String NAME = "format";
  private static final int DEFAULT_DIGITS = 6;

  private final LuaValue others;

  private LuaFormat(LuaValue others) {
    this.others = others;
  }

  /** All that runs LuaJ in this process shares the methods of strings; the first brought them. */
  static void replaceIn(LuaTable library) {
    LuaTable shared = LuaString.s_metatable.get(LuaValue.INDEX).checktable();
    for (LuaTable table : List.of(library, shared)) {
      if (!(table.get(NAME) instanceof LuaFormat)) {
        table.set(NAME, new LuaFormat(table.get(NAME)));
      }
    }
  }

  @Override
  public Varargs invoke(Varargs args) {
    String format = LuaValues.bytes(args.checkstring(1));
    if (!KNOWN.matcher(format).matches()) {
      return others.invoke(args);
    }
    Matcher place = PLACE.matcher(format);
    StringBuilder text = new StringBuilder();
    int arg = 2;
    int from = 0;
    while (place.find()) {
      text.append(format, from, place.start());
      text.append(place.group(3).equals("%") ? "%" : shown(place, args.checkvalue(arg++)));
      from = place.end();
    }
    return LuaValues.string(text.append(format, from, format.length()).toString());
  }

  private static String shown(Matcher place, LuaValue value) {
    String flags = place.group(1);
    int digits = place.group(2) == null ? DEFAULT_DIGITS : Integer.parseInt(place.group(2));
    return switch (place.group(3)) {
      case "s" -> padded(flags, LuaValues.bytes(value.checkstring()));
      case "d" -> String.format(Locale.ROOT, "%" + flags + "d", (long) value.checkdouble());
      case "f" ->
          String.format(
              Locale.ROOT, "%" + flags + "." + digits + "f", new BigDecimal(value.checkdouble()));
      case "g" -> padded(flags, Numbers.shown(value.checkdouble(), digits));
      default -> throw new IllegalStateException("no place of a format: " + place.group());
    };
  }

  private static String padded(String flags, String text) {
    return flags.isEmpty() ? text : String.format(Locale.ROOT, "%" + flags + "s", text);
  }
}
