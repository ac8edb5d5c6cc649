package io.sluice.gateway.server;

import io.netty.buffer.ByteBuf;

/**
 * A body in chunks. Chunk extensions are passed over, as RFC 9112 wants it; trailer fields are
 * refused, since nobody here would look at them.
 */
final class ChunkedBody implements BodyFrame {
  private static final int HEX = 16;
  private static final int MAX_DIGITS = 8;

  /** A chunk size with its extensions. */
  private static final int MAX_LINE = 256;

  private enum Part {
    SIZE,
    EXTENSION,
    SIZE_LF,
    DATA,
    DATA_CR,
    DATA_LF,
    LAST_CR,
    LAST_LF,
    END
  }

  private Part part = Part.SIZE;
  private long size;
  private int digits;
  private int line;

  @Override
  public int take(ByteBuf in) {
    int from = in.readerIndex();
    int to = in.writerIndex();
    int at = from;
    while (at < to && part != Part.END) {
      if (part == Part.DATA) {
        at += takeData(to - at);
      } else {
        part = next(in.getByte(at++));
      }
    }
    return at - from;
  }

  @Override
  public boolean ended() {
    return part == Part.END;
  }

  private int takeData(int there) {
    int taken = (int) Math.min(size, there);
    size -= taken;
    if (size == 0) {
      part = Part.DATA_CR;
    }
    return taken;
  }

  private Part next(byte b) {
    return switch (part) {
      case SIZE -> inSize(b);
      case EXTENSION -> inExtension(b);
      case SIZE_LF -> {
        require(b, '\n');
        boolean last = size == 0;
        digits = 0;
        line = 0;
        yield last ? Part.LAST_CR : Part.DATA;
      }
      case DATA_CR -> require(b, '\r', Part.DATA_LF);
      case DATA_LF -> require(b, '\n', Part.SIZE);
      case LAST_CR -> require(b, '\r', Part.LAST_LF);
      case LAST_LF -> require(b, '\n', Part.END);
      case DATA, END -> throw new IllegalStateException("not a part of the frame: " + part);
    };
  }

  private Part inSize(byte b) {
    int digit = Character.digit(b, HEX);
    if (digit >= 0 && digits < MAX_DIGITS) {
      size = size * HEX + digit;
      digits++;
      return Part.SIZE;
    }
    if (digits > 0 && b == '\r') {
      return Part.SIZE_LF;
    }
    if (digits > 0 && b == ';') {
      return Part.EXTENSION;
    }
    throw Refusal.malformed("a chunk must begin with its size, at most 8 hexadecimal digits");
  }

  private Part inExtension(byte b) {
    if (b == '\r') {
      return Part.SIZE_LF;
    }
    if (++line > MAX_LINE || b < ' ' || b == 0x7F) {
      throw Refusal.malformed("a chunk extension is too long or has a control character");
    }
    return Part.EXTENSION;
  }

  private static void require(byte b, char wanted) {
    if (b != wanted) {
      throw Refusal.malformed("a chunk must be framed by CR and LF, and have no trailer fields");
    }
  }

  private static Part require(byte b, char wanted, Part then) {
    require(b, wanted);
    return then;
  }
}
