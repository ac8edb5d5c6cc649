package io.sluice.memory;

import java.math.BigDecimal;
import java.util.function.UnaryOperator;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;
import org.luaj.vm2.lib.OneArgFunction;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code cjson} and {@code cmsgpack}, for tables of strings, numbers and booleans. Both write JSON;
 * an array is a record whose fields are its indices.
 */
final class LuaRecords {
  /** Significant digits that cjson writes of a number. */
  private static final int DIGITS = 14;

  private static final JsonMapper JSON = JsonMapper.shared();

  static void addTo(LuaValue globals) {
    LuaTable library = new LuaTable();
    for (String name : new String[] {"encode", "pack"}) {
      library.set(name, function(table -> LuaValues.string(encoded(table.checktable()))));
    }
    for (String name : new String[] {"decode", "unpack"}) {
      library.set(name, function(text -> decoded(LuaValues.bytes(text.checkstring()))));
    }
    globals.set("cjson", library);
    globals.set("cmsgpack", library);
  }

  private static LuaValue function(UnaryOperator<LuaValue> body) {
    return new OneArgFunction() {
      @Override
      public LuaValue call(LuaValue argument) {
        return body.apply(argument);
      }
    };
  }

  private static String encoded(LuaTable table) {
    ObjectNode object = JSON.createObjectNode();
    Varargs next = table.next(LuaValue.NIL);
    for (; !next.arg1().isnil(); next = table.next(next.arg1())) {
      String field = LuaValues.bytes(next.arg1().checkstring());
      LuaValue value = next.arg(2);
      if (value instanceof LuaString text) {
        object.put(field, LuaValues.bytes(text));
      } else if (value.isboolean()) {
        object.put(field, value.toboolean());
      } else {
        object.put(field, new BigDecimal(Numbers.shown(value.checkdouble(), DIGITS)));
      }
    }
    return object.toString();
  }

  private static LuaTable decoded(String text) {
    LuaTable table = new LuaTable();
    for (var field : JSON.readTree(text).properties()) {
      LuaValue index = LuaValues.string(field.getKey());
      table.set(index.isnumber() ? index.tonumber() : index, value(field.getValue()));
    }
    return table;
  }

  private static LuaValue value(JsonNode value) {
    return switch (value.getNodeType()) {
      case STRING -> LuaValues.string(value.stringValue());
      case NUMBER -> LuaValue.valueOf(value.doubleValue());
      case BOOLEAN -> LuaValue.valueOf(value.booleanValue());
      default -> throw new LuaError("a record in memory has a " + value.getNodeType());
    };
  }

  private LuaRecords() {}
}
