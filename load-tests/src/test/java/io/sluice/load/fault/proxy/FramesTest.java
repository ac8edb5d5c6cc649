package io.sluice.load.fault.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FramesTest {
  /** One of every kind, and those that look like another. */
  private static final List<String> MESSAGES =
      List.of(
          "+OK\r\n",
          "-ERR no 7 such $5 thing\r\n",
          ":-12\r\n",
          "$5\r\na\r\n*1\r\n",
          "$0\r\n\r\n",
          "$-1\r\n",
          "*0\r\n",
          "*-1\r\n",
          "*2\r\n$3\r\nGET\r\n$1\r\nk\r\n",
          "*3\r\n:1\r\n*2\r\n*1\r\n+a\r\n$-1\r\n*0\r\n",
          "PING\r\n");

  private static final String STREAM = String.join("", MESSAGES);

  private final Words words = new Words(3, 4);
  private final Frames frames = new Frames(words);

  @Test
  void findsEachEndWhereverTheStreamIsSplit() {
    List<Integer> ends = endsOf(MESSAGES);
    for (int split = 0; split <= STREAM.length(); split++) {
      assertThat(
              endsIn(new Frames(Words.none()), STREAM.substring(0, split), STREAM.substring(split)))
          .as("split at %d", split)
          .isEqualTo(ends);
    }
  }

  @Test
  void findsEachEndWhenTheBytesComeOneByOne() {
    assertThat(endsIn(frames, STREAM.split(""))).isEqualTo(endsOf(MESSAGES));
  }

  @Test
  void isBetweenMessagesOnlyWhereOneEnds() {
    List<Integer> ends = endsOf(MESSAGES);
    for (int read = 1; read <= STREAM.length(); read++) {
      frames.next(bytes(STREAM.substring(read - 1, read)));

      assertThat(frames.betweenMessages()).as("after %d", read).isEqualTo(ends.contains(read));
    }
  }

  @Test
  void keepsTheFirstWordsCutOffWhereverTheyAreSplit() {
    String command = "*4\r\n$7\r\nEVALSHA\r\n$2\r\nab\r\n$0\r\n\r\n$4\r\nlast\r\n";
    for (int split = 0; split <= command.length(); split++) {
      endsIn(frames, command.substring(0, split), command.substring(split));

      assertThat(words.taken()).as("split at %d", split).containsExactly("EVAL", "ab", "");
    }
  }

  @Test
  void keepsNothingOfTheMessageBefore() {
    endsIn(frames, "*1\r\n$3\r\nGET\r\n");
    words.taken();
    endsIn(frames, "*1\r\n$3\r\nSET\r\n");

    assertThat(words.taken()).containsExactly("SET");
  }

  private static List<Integer> endsOf(List<String> messages) {
    List<Integer> ends = new ArrayList<>();
    int at = 0;
    for (String message : messages) {
      at += message.length();
      ends.add(at);
    }
    return ends;
  }

  private static List<Integer> endsIn(Frames frames, String... pieces) {
    List<Integer> ends = new ArrayList<>();
    int before = 0;
    for (String piece : pieces) {
      ByteBuf in = bytes(piece);
      while (frames.next(in)) {
        ends.add(before + in.readerIndex());
      }
      before += piece.length();
    }
    return ends;
  }

  private static ByteBuf bytes(String text) {
    return Unpooled.copiedBuffer(text, UTF_8);
  }
}
