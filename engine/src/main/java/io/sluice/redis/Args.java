package io.sluice.redis;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.protocol.CommandArgs;
import java.util.ArrayList;
import java.util.List;

/** The arguments of one script call, kept so that the call can be sent again unchanged. */
final class Args {
  private final List<byte[]> values;

  Args(int expected) {
    values = new ArrayList<>(expected);
  }

  static Args of(Object... values) {
    Args args = new Args(values.length);
    for (Object value : values) {
      args.add(value.toString());
    }
    return args;
  }

  Args add(byte[] value) {
    values.add(value);
    return this;
  }

  Args add(long value) {
    values.add(Long.toString(value).getBytes(ISO_8859_1));
    return this;
  }

  Args add(String value) {
    values.add(value.getBytes(UTF_8));
    return this;
  }

  void appendTo(CommandArgs<byte[], byte[]> command) {
    for (byte[] value : values) {
      command.add(value);
    }
  }

  static CommandArgs<byte[], byte[]> command() {
    return new CommandArgs<>(ByteArrayCodec.INSTANCE);
  }
}
