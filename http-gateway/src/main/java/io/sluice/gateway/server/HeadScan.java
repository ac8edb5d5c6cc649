package io.sluice.gateway.server;

import io.netty.buffer.ByteBuf;
import io.sluice.gateway.http.RequestLimits;

/** Finds the end of a head as it comes in. Looks at each byte once, however few come at a time. */
final class HeadScan {
  private static final int NOT_YET = -1;
  private static final int CRLF = 2;

  private int scanned;
  private int lineStart;
  private int requestLine;
  private boolean blankLineBefore;

  /**
   * @param in begins with the head; one empty line before it is dropped
   * @return how long the head is with its empty line, or -1 when it is not all there
   * @throws Refusal when it is too long or a line ends with something else than CRLF
   */
  int find(ByteBuf in) {
    while (scanned < in.readableBytes()) {
      int rest = in.readableBytes() - scanned;
      int line = in.bytesBefore(in.readerIndex() + scanned, rest, (byte) '\n');
      scanned += line < 0 ? rest : line;
      requireBounds();
      if (line >= 0) {
        scanned++;
        int size = endLine(in);
        if (size != NOT_YET) {
          return size;
        }
        requireBounds();
      }
    }
    return NOT_YET;
  }

  private int endLine(ByteBuf in) {
    int length = scanned - lineStart;
    if (length < CRLF || in.getByte(in.readerIndex() + scanned - CRLF) != '\r') {
      throw Refusal.malformed("each line of a head must end with CR and LF");
    }
    boolean empty = length == CRLF;
    if (empty && lineStart > 0) {
      int size = scanned;
      restart(false);
      return size;
    }
    if (empty) {
      dropBlankLine(in);
    } else if (requestLine == 0) {
      requestLine = scanned;
    }
    lineStart = scanned;
    return NOT_YET;
  }

  /** Some clients send one after a body. */
  private void dropBlankLine(ByteBuf in) {
    if (blankLineBefore) {
      throw Refusal.malformed("empty lines stand before the request line");
    }
    in.skipBytes(CRLF);
    restart(true);
  }

  private void restart(boolean afterBlankLine) {
    scanned = 0;
    lineStart = 0;
    requestLine = 0;
    blankLineBefore = afterBlankLine;
  }

  private void requireBounds() {
    if (requestLine == 0 && scanned > RequestLimits.MAX_URI_BYTES) {
      throw Refusal.uriTooLong();
    }
    if (requestLine > 0 && scanned - requestLine > RequestLimits.MAX_HEADER_BYTES) {
      throw Refusal.headTooLarge(
          "the headers are larger than the limit of " + RequestLimits.MAX_HEADER_BYTES + " bytes");
    }
  }
}
