package io.sluice.memory.redis;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.sluice.memory.redis.Command.Status;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;

/** Replies of commands as values of Lua, and values of Lua as arguments and replies. */
final class LuaValues {
  private static final String STATUS = "ok";
  private static final String ERROR = "err";

  static LuaString string(String bytes) {
    return LuaString.valueUsing(bytes.getBytes(ISO_8859_1));
  }

  static String bytes(LuaString string) {
    return new String(string.m_bytes, string.m_offset, string.m_length, ISO_8859_1);
  }

  /** An argument of a command: a string, or a number with all its digits. */
  static String argument(LuaValue value) {
    if (value.type() == LuaValue.TNUMBER) {
      return Numbers.shown(value.todouble(), Numbers.EXACT);
    }
    if (value instanceof LuaString string) {
      return bytes(string);
    }
    throw new RefusedException(
        "ERR Lua redis lib command arguments must be strings or integers, not a "
            + value.typename());
  }

  /** What a script sees of a reply: nil is false, and a status a table. */
  static LuaValue of(@Nullable Object reply) {
    if (reply == null) {
      return LuaValue.FALSE;
    }
    if (reply instanceof Long number) {
      return LuaValue.valueOf(number.doubleValue());
    }
    if (reply instanceof String text) {
      return string(text);
    }
    if (reply instanceof Status status) {
      return single(STATUS, status.text());
    }
    if (reply instanceof List<?> list) {
      LuaTable table = new LuaTable(list.size(), 0);
      for (int i = 0; i < list.size(); i++) {
        table.rawset(i + 1, of(list.get(i)));
      }
      return table;
    }
    throw new IllegalStateException("no reply of a command: " + reply.getClass());
  }

  static LuaTable error(String message) {
    return single(ERROR, message);
  }

  private static LuaTable single(String field, String text) {
    LuaTable table = new LuaTable(0, 1);
    table.rawset(field, string(text));
    return table;
  }

  /**
   * What a caller is answered with: numbers are cut to integers, a table ends before its first nil.
   *
   * @throws RefusedException when the script returns an error
   */
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
      return new Status(bytes(status));
    }
    List<@Nullable Object> parts = new ArrayList<>(table.rawlen());
    for (int i = 1; !table.rawget(i).isnil(); i++) {
      parts.add(reply(table.rawget(i)));
    }
    return parts;
  }

  private LuaValues() {}
}
