package io.sluice.script;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The arguments of one script call, kept so that the call can be sent again unchanged. */
public final class Args {
  private final List<byte[]> values;

  public Args(int expected) {
    values = new ArrayList<>(expected);
  }

  public static Args of(Object... values) {
    Args args = new Args(values.length);
    for (Object value : values) {
      args.add(value.toString());
    }
    return args;
  }

  public Args add(byte[] value) {
    values.add(value);
    return this;
  }

  public Args add(long value) {
    values.add(Long.toString(value).getBytes(ISO_8859_1));
    return this;
  }

  public Args add(String value) {
    values.add(value.getBytes(UTF_8));
    return this;
  }

  /** The arguments in order. */
  public List<byte[]> values() {
    return Collections.unmodifiableList(values);
  }
}
