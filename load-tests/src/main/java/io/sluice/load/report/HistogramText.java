package io.sluice.load.report;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;

/** A histogram as text, with nothing lost: what is read again equals what was written. */
public final class HistogramText {
  /** Base64 of the compressed encoding that HdrHistogram's own tools read. */
  static String of(Histogram histogram) {
    ByteBuffer bytes = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
    int length = histogram.encodeIntoCompressedByteBuffer(bytes);
    return Base64.getEncoder().encodeToString(Arrays.copyOf(bytes.array(), length));
  }

  /**
   * Reads it again; values may be added.
   *
   * @throws IllegalArgumentException when it is none
   */
  public static Histogram read(String text) {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(text));
      Histogram histogram = Histogram.decodeFromCompressedByteBuffer(bytes, 0);
      histogram.setAutoResize(true);
      return histogram;
    } catch (DataFormatException | RuntimeException e) {
      // What is wrong inside shows as one or another of these.
      throw new IllegalArgumentException("not a histogram as HdrHistogram encodes it: " + e, e);
    }
  }

  private HistogramText() {}
}
