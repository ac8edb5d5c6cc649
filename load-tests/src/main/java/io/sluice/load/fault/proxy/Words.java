package io.sluice.load.fault.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/** The first few words of a message, each cut off: all that is kept of it. */
final class Words {
  private final int most;
  private final int mostBytes;
  private final List<ByteArrayOutputStream> words = new ArrayList<>();
  private boolean open;

  Words(int most, int mostBytes) {
    this.most = most;
    this.mostBytes = mostBytes;
  }

  /** Of which nothing is to be kept. */
  static Words none() {
    return new Words(0, 0);
  }

  void begin() {
    open = words.size() < most;
    if (open) {
      words.add(new ByteArrayOutputStream());
    }
  }

  /** Takes these bytes into the word begun last; does not move the reader index. */
  void add(ByteBuf in, int count) {
    if (!open) {
      return;
    }
    ByteArrayOutputStream word = words.get(words.size() - 1);
    int kept = Math.min(count, mostBytes - word.size());
    byte[] bytes = new byte[kept];
    in.getBytes(in.readerIndex(), bytes);
    word.writeBytes(bytes);
  }

  /** What it was, and on to the next message. */
  List<String> taken() {
    List<String> taken = words.stream().map(word -> word.toString(UTF_8)).toList();
    words.clear();
    open = false;
    return taken;
  }
}
