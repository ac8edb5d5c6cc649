package io.sluice.gateway.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.sluice.gateway.http.Answer;
import io.sluice.gateway.http.Body;
import io.sluice.gateway.http.RequestId;
import java.util.Map;

/** The bytes of an answer that does not pass the codec. */
final class AnswerBytes {
  private static final byte[] VERSION = bytes("HTTP/1.1 ");
  private static final byte[] REQUEST_ID = bytes("\r\n" + RequestId.HEADER + ": ");
  private static final byte[] LINE_END = bytes("\r\n");
  private static final byte[] NAME_END = bytes(": ");
  private static final byte[] CONTENT_LENGTH = bytes("\r\nContent-Length: ");
  private static final byte[] CLOSE = bytes("\r\nConnection: close");
  private static final byte[] HEAD_END = bytes("\r\n\r\n");

  /** The head of most answers fits in. */
  private static final int USUAL_HEAD = 256;

  /**
   * An answer to a request that is no HEAD.
   *
   * @param id of the request
   * @param last whether the connection ends with it
   * @throws IllegalArgumentException when it is one in parts, or a header has a control character
   */
  static ByteBuf of(ByteBufAllocator buffers, Answer answer, String id, boolean last) {
    if (!(answer.body() instanceof Body.Whole body)) {
      throw new IllegalArgumentException("an answer in parts");
    }
    byte[] bytes = body.bytes();
    ByteBuf out = buffers.ioBuffer(USUAL_HEAD + bytes.length);
    try {
      out.writeBytes(VERSION);
      out.writeBytes(bytes(HttpResponseStatus.valueOf(answer.status()).toString()));
      out.writeBytes(REQUEST_ID).writeBytes(field(id));
      for (Map.Entry<String, String> header : answer.headers().entrySet()) {
        out.writeBytes(LINE_END).writeBytes(field(header.getKey()));
        out.writeBytes(NAME_END).writeBytes(field(header.getValue()));
      }
      out.writeBytes(CONTENT_LENGTH).writeBytes(bytes(Integer.toString(bytes.length)));
      if (last) {
        out.writeBytes(CLOSE);
      }
      return out.writeBytes(HEAD_END).writeBytes(bytes);
    } catch (RuntimeException e) {
      out.release();
      throw e;
    }
  }

  private static byte[] field(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c < ' ' && c != '\t') || c == 0x7F) {
        throw new IllegalArgumentException("a header of an answer has a control character");
      }
    }
    return bytes(text);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(ISO_8859_1);
  }

  private AnswerBytes() {}
}
