package io.sluice.gateway.cli.console;

import io.sluice.gateway.json.WireDuration;
import java.time.DateTimeException;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a length of time from the command line, as the HTTP API does. */
public final class TimeConverter implements ITypeConverter<Duration> {
  @Override
  public Duration convert(String text) {
    try {
      return WireDuration.parse(text);
    } catch (DateTimeException | ArithmeticException e) {
      throw new TypeConversionException(
          "must be " + WireDuration.FORM + ", is " + Printable.of(text));
    }
  }
}
