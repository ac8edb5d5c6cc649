package io.sluice.memory.redis;

import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.lib.OneArgFunction;

/** {@code cmsgpack}, for arrays of at most 15 strings and booleans. */
final class LuaMessagePack {
  private static final int ARRAY = 0x90;
  private static final int SHORT_STRING = 0xa0;
  private static final int FALSE = 0xc2;
  private static final int TRUE = 0xc3;
  private static final int STRING_8 = 0xd9;
  private static final int MAX_ARRAY = 15;
  private static final int MAX_SHORT = 31;

  static LuaTable library() {
    LuaTable library = new LuaTable();
    library.set(
        "pack",
        new OneArgFunction() {
          @Override
          public LuaValue call(LuaValue array) {
            return LuaValues.string(packed(array.checktable()));
          }
        });
    library.set(
        "unpack",
        new OneArgFunction() {
          @Override
          public LuaValue call(LuaValue bytes) {
            return new Unpacking(LuaValues.bytes(bytes.checkstring())).array();
          }
        });
    return library;
  }

  private static String packed(LuaTable array) {
    int size = array.rawlen();
    if (size > MAX_ARRAY) {
      throw new LuaError("cmsgpack in memory packs no array of " + size);
    }
    StringBuilder bytes = new StringBuilder().append((char) (ARRAY | size));
    for (int i = 1; i <= size; i++) {
      LuaValue value = array.rawget(i);
      if (value instanceof LuaString string) {
        appendString(bytes, LuaValues.bytes(string));
      } else if (value.isboolean()) {
        bytes.append((char) (value.toboolean() ? TRUE : FALSE));
      } else {
        throw new LuaError("cmsgpack in memory packs no " + value.typename());
      }
    }
    return bytes.toString();
  }

  /** Its length stands before it, in 5 bits of the first byte or in 1, 2 or 4 bytes behind it. */
  private static void appendString(StringBuilder bytes, String text) {
    int length = text.length();
    if (length <= MAX_SHORT) {
      bytes.append((char) (SHORT_STRING | length));
    } else {
      int exponent = length <= 0xff ? 0 : length <= 0xffff ? 1 : 2;
      bytes.append((char) (STRING_8 + exponent));
      for (int shift = (8 << exponent) - 8; shift >= 0; shift -= 8) {
        bytes.append((char) ((length >> shift) & 0xff));
      }
    }
    bytes.append(text);
  }

  /** Reads what was packed here. */
  private static final class Unpacking {
    private final String bytes;
    private int at;

    Unpacking(String bytes) {
      this.bytes = bytes;
    }

    LuaTable array() {
      int size = bytes.charAt(at++) & MAX_ARRAY;
      LuaTable array = new LuaTable(size, 0);
      for (int i = 1; i <= size; i++) {
        array.rawset(i, value(bytes.charAt(at++)));
      }
      return array;
    }

    private LuaValue value(int kind) {
      if (kind == TRUE || kind == FALSE) {
        return LuaValue.valueOf(kind == TRUE);
      }
      int length = kind < FALSE ? kind & MAX_SHORT : length(1 << (kind - STRING_8));
      at += length;
      return LuaValues.string(bytes.substring(at - length, at));
    }

    private int length(int size) {
      int length = 0;
      for (int i = 0; i < size; i++) {
        length = length << 8 | bytes.charAt(at++);
      }
      return length;
    }
  }

  private LuaMessagePack() {}
}
