package io.sluice.script;

/** The Redis type of a key, and the cheapest command that fails on a key of another type. */
public enum KeyType {
  HASH("HLEN"),
  LIST("LLEN"),
  ZSET("ZCARD"),
  STRING("STRLEN"),
  /** A name that is only published to; there is no key of it. */
  CHANNEL("");

  private final String size;

  KeyType(String size) {
    this.size = size;
  }

  /** Whether there can be a key of a wrong type. */
  boolean isGuarded() {
    return !size.isEmpty();
  }

  /** The Lua statement that fails when the key that is bound to this name is of another type. */
  String guard(String name) {
    return "call('" + size + "', " + name + ")";
  }
}
