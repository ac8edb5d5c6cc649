package io.sluice.memory.redis;

import java.math.BigDecimal;
import java.util.Map;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;
import org.luaj.vm2.lib.OneArgFunction;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code cjson}, for records: objects of strings, numbers and booleans. */
final class LuaJson {
  private static final JsonMapper JSON = JsonMapper.shared();

  static LuaTable library() {
    LuaTable library = new LuaTable();
    library.set(
        "encode",
        new OneArgFunction() {
          @Override
          public LuaValue call(LuaValue record) {
            return LuaValues.string(encoded(record.checktable()).toString());
          }
        });
    library.set(
        "decode",
        new OneArgFunction() {
          @Override
          public LuaValue call(LuaValue text) {
            return decoded(JSON.readTree(LuaValues.bytes(text.checkstring())));
          }
        });
    return library;
  }

  private static ObjectNode encoded(LuaTable record) {
    ObjectNode object = JSON.createObjectNode();
    for (Varargs next = record.next(LuaValue.NIL);
        !next.arg1().isnil();
        next = record.next(next.arg1())) {
      String field = LuaValues.bytes(next.arg1().checkstring());
      LuaValue value = next.arg(2);
      if (value instanceof LuaString text) {
        object.put(field, LuaValues.bytes(text));
      } else if (value.isboolean()) {
        object.put(field, value.toboolean());
      } else {
        object.put(field, new BigDecimal(Numbers.shown(value.checkdouble(), Numbers.SHORT)));
      }
    }
    return object;
  }

  private static LuaTable decoded(JsonNode object) {
    LuaTable record = new LuaTable();
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      record.set(LuaValues.string(field.getKey()), value(field.getValue()));
    }
    return record;
  }

  private static LuaValue value(JsonNode value) {
    if (value.isString()) {
      return LuaValues.string(value.stringValue());
    }
    if (value.isNumber()) {
      return LuaValue.valueOf(value.doubleValue());
    }
    if (value.isBoolean()) {
      return LuaValue.valueOf(value.booleanValue());
    }
    throw new LuaError("cjson in memory knows no " + value.getNodeType());
  }

  private LuaJson() {}
}
