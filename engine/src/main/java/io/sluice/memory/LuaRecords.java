package io.sluice.memory;

import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;
import org.luaj.vm2.lib.OneArgFunction;

/**
 * {@code cjson} and {@code cmsgpack}, for tables of strings, numbers and booleans. Only scripts
 * read what they write, so both write the same: of each field its name and its value, each as the
 * letter of its type, its length, a colon and its text.
 */
final class LuaRecords {
  /** Significant digits that cjson writes of a number. */
  private static final int DIGITS = 14;

  static LuaTable library() {
    OneArgFunction write =
        new OneArgFunction() {
          @Override
          public LuaValue call(LuaValue table) {
            return LuaValues.string(written(table.checktable()));
          }
        };
    OneArgFunction read =
        new OneArgFunction() {
          @Override
          public LuaValue call(LuaValue text) {
            return read(LuaValues.bytes(text.checkstring()));
          }
        };
    LuaTable library = new LuaTable();
    library.set("encode", write);
    library.set("pack", write);
    library.set("decode", read);
    library.set("unpack", read);
    return library;
  }

  private static String written(LuaTable table) {
    StringBuilder text = new StringBuilder();
    Varargs next = table.next(LuaValue.NIL);
    for (; !next.arg1().isnil(); next = table.next(next.arg1())) {
      append(text, next.arg1());
      append(text, next.arg(2));
    }
    return text.toString();
  }

  private static void append(StringBuilder all, LuaValue value) {
    String text =
        value instanceof LuaString string
            ? LuaValues.bytes(string)
            : value.isboolean() ? value.tojstring() : Numbers.shown(value.checkdouble(), DIGITS);
    all.append(value.typename().charAt(0)).append(text.length()).append(':').append(text);
  }

  private static LuaTable read(String all) {
    LuaTable table = new LuaTable();
    LuaValue field = LuaValue.NIL;
    for (int at = 0; at < all.length(); ) {
      int begin = all.indexOf(':', at) + 1;
      int end = begin + Integer.parseInt(all, at + 1, begin - 1, 10);
      LuaValue value = value(all.charAt(at), all.substring(begin, end));
      if (field.isnil()) {
        field = value;
      } else {
        table.set(field, value);
        field = LuaValue.NIL;
      }
      at = end;
    }
    return table;
  }

  private static LuaValue value(char type, String text) {
    return switch (type) {
      case 's' -> LuaValues.string(text);
      case 'n' -> LuaValue.valueOf(Double.parseDouble(text));
      default -> LuaValue.valueOf(Boolean.parseBoolean(text));
    };
  }

  private LuaRecords() {}
}
