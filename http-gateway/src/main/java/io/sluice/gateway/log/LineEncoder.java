package io.sluice.gateway.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.EncoderBase;

/**
 * Writes each event as one line, as text or as a JSON object. Named in {@code logback.xml}; another
 * format than {@value #JSON} is text, so that a mistake there does not silence the log.
 */
public final class LineEncoder extends EncoderBase<ILoggingEvent> {
  static final String JSON = "json";

  private static final byte[] NOTHING = {};

  private boolean json;

  /** Called by logback with what stands in the element of that name. */
  public void setFormat(String format) {
    json = format.strip().equalsIgnoreCase(JSON);
  }

  public boolean isJson() {
    return json;
  }

  @Override
  public byte[] headerBytes() {
    return NOTHING;
  }

  @Override
  public byte[] encode(ILoggingEvent event) {
    return json ? JsonLine.of(event) : TextLine.of(event).getBytes(UTF_8);
  }

  @Override
  public byte[] footerBytes() {
    return NOTHING;
  }
}
