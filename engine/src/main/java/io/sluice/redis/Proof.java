package io.sluice.redis;

import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.NestedMultiOutput;
import io.lettuce.core.protocol.AsyncCommand;
import io.lettuce.core.protocol.Command;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.ProtocolKeyword;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The command whose answer says whether what was written before it on its connection is safe.
 *
 * @param args one word each, of ASCII
 * @param says whether this answer says so
 * @param lasts whether the server can prove it later when it does not now
 */
record Proof(
    ProtocolKeyword command,
    List<String> args,
    Predicate<List<@Nullable Object>> says,
    boolean lasts) {
  /** To be sent once. */
  AsyncCommand<byte[], byte[], List<@Nullable Object>> asked() {
    return command(command, words(args));
  }

  /** A command whose answer may be anything; one number is a list of it. */
  static AsyncCommand<byte[], byte[], List<@Nullable Object>> command(
      ProtocolKeyword name, CommandArgs<byte[], byte[]> args) {
    return new AsyncCommand<>(
        new Command<>(name, new NestedMultiOutput<>(ByteArrayCodec.INSTANCE), args));
  }

  static CommandArgs<byte[], byte[]> words(List<String> words) {
    CommandArgs<byte[], byte[]> args = new CommandArgs<>(ByteArrayCodec.INSTANCE);
    words.forEach(args::add);
    return args;
  }

  /** Whether an answer begins with a number that is 1 or more. */
  static boolean beginsWithOneOrMore(List<@Nullable Object> said) {
    return !said.isEmpty() && said.get(0) instanceof Long count && count >= 1;
  }
}
