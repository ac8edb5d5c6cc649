package io.sluice.load.fault.proxy;

import io.netty.buffer.ByteBuf;

/**
 * Finds where each message of a RESP2 stream ends, in whatever pieces the stream comes. It keeps
 * nothing of what it reads but the first words; a byte that begins no message it knows begins a
 * line, as with an inline command.
 */
final class Frames {
  private static final byte BULK = '$';
  private static final byte ARRAY = '*';
  private static final int LINE_END = 2;

  private final Words words;

  /** Elements still to come until the message is whole; an array asks for as many as it holds. */
  private long elements = 1;

  /** What the line under way began with; 0 between two lines. */
  private byte type;

  private long number;
  private boolean negative;

  private boolean begun;

  /** Bytes of a bulk string still to come, with its line end. */
  private long body;

  Frames(Words words) {
    this.words = words;
  }

  /** Whether the next byte is the first of a message. */
  boolean betweenMessages() {
    return !begun;
  }

  /** Reads on; true when a message ends there, false when there is no more to read. */
  boolean next(ByteBuf in) {
    while (in.isReadable()) {
      begun = true;
      if (body > 0) {
        readBody(in);
      } else {
        readLine(in.readByte());
      }
      if (elements == 0) {
        elements = 1;
        begun = false;
        return true;
      }
    }
    return false;
  }

  private void readLine(byte next) {
    if (type == 0) {
      type = next;
      number = 0;
      negative = false;
    } else if (next == '\n') {
      endLine();
      type = 0;
    } else if (next == '-') {
      negative = true;
    } else if (next >= '0' && next <= '9') {
      number = number * 10 + (next - '0');
    }
  }

  private void endLine() {
    if (type == BULK && !negative) {
      words.begin();
      body = number + LINE_END;
      return;
    }
    elements--;
    if (type == ARRAY && !negative) {
      elements += number;
    }
  }

  private void readBody(ByteBuf in) {
    int here = (int) Math.min(body, in.readableBytes());
    words.add(in, (int) Math.min(here, Math.max(0, body - LINE_END)));
    in.skipBytes(here);
    body -= here;
    if (body == 0) {
      elements--;
    }
  }
}
