package io.sluice.memory;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.sluice.memory.Command.Status;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;

/** Replies of commands as values of Lua, and values of Lua as arguments and replies. */
final class LuaValues {
  /** The field of a table that is an error. */
  static final String ERROR = "err";

  private static final String STATUS = "ok";

  static LuaString string(String bytes) {
    return LuaString.valueUsing(bytes.getBytes(ISO_8859_1));
  }

  static String bytes(LuaString string) {
    return new String(string.m_bytes, string.m_offset, string.m_length, ISO_8859_1);
  }

  /** An argument of a command: a string, or a number with all its digits. */
  static String argument(LuaValue value) {
    return value.type() == LuaValue.TNUMBER
        ? Numbers.shown(value.todouble(), Numbers.EXACT)
        : bytes(value.checkstring());
  }

  /** What a script sees of a reply: nil is false, and a status a table. */
  static LuaValue of(@Nullable Object reply) {
    if (reply instanceof List<?> list) {
      LuaTable table = new LuaTable(list.size(), 0);
      for (int i = 0; i < list.size(); i++) {
        table.rawset(i + 1, of(list.get(i)));
      }
      return table;
    }
    if (reply instanceof Long number) {
      return LuaValue.valueOf(number.doubleValue());
    }
    if (reply instanceof Status status) {
      return single(STATUS, status.text());
    }
    return reply == null ? LuaValue.FALSE : string(reply.toString());
  }

  static LuaTable single(String field, String text) {
    LuaTable table = new LuaTable();
    table.rawset(field, string(text));
    return table;
  }

  /** A reply of a script: numbers are cut to integers, and a table ends before its first nil. */
  static @Nullable Object reply(LuaValue value) {
    if (value instanceof LuaString string) {
      return bytes(string);
    }
    if (value instanceof LuaTable table) {
      return reply(table);
    }
    if (value.type() == LuaValue.TNUMBER) {
      return (long) value.todouble();
    }
    return value.type() == LuaValue.TBOOLEAN && value.toboolean() ? 1L : null;
  }

  private static Object reply(LuaTable table) {
    if (table.rawget(ERROR) instanceof LuaString error) {
      throw new RefusedException(bytes(error));
    }
    if (table.rawget(STATUS) instanceof LuaString status) {
      return bytes(status);
    }
    List<@Nullable Object> parts = new ArrayList<>(table.rawlen());
    for (int i = 1; !table.rawget(i).isnil(); i++) {
      parts.add(reply(table.rawget(i)));
    }
    return parts;
  }

  private LuaValues() {}
}
