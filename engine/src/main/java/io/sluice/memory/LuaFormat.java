package io.sluice.memory;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;
import org.luaj.vm2.lib.VarArgFunction;

/**
 * {@code string.format} for {@code %s %d %x %f %g %%}, since the one of LuaJ cuts integers to 32
 * bits and shows large numbers with an exponent.
 */
final class LuaFormat extends VarArgFunction {
  private static final Pattern PLACE = Pattern.compile("%(0?\\d*)(?:\\.(\\d+))?([sdxfg%])");

  @Override
  public Varargs invoke(Varargs args) {
    int[] arg = {1};
    String text =
        PLACE
            .matcher(LuaValues.bytes(args.checkstring(1)))
            .replaceAll(place -> Matcher.quoteReplacement(shown(place, args, arg)));
    return LuaValues.string(text);
  }

  private static String shown(MatchResult place, Varargs args, int[] arg) {
    return place.group(3).equals("%") ? "%" : shown(place, args.arg(++arg[0]));
  }

  private static String shown(MatchResult place, LuaValue value) {
    int digits = place.group(2) == null ? 6 : Integer.parseInt(place.group(2));
    return switch (place.group(3)) {
      case "s" -> LuaValues.bytes(value.checkstring());
      case "d", "x" ->
          String.format(
              Locale.ROOT, "%" + place.group(1) + place.group(3), (long) value.checkdouble());
      case "f" ->
          String.format(Locale.ROOT, "%." + digits + "f", new BigDecimal(value.checkdouble()));
      default -> Numbers.shown(value.checkdouble(), digits);
    };
  }
}
