package io.sluice.gateway.cli.console;

import java.util.Arrays;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How data is shown. */
public enum OutputForm {
  /** For people. */
  TABLE,
  /** As the server says it. */
  JSON,
  /** One item a line. */
  NDJSON;

  public static final String VALUES = "table|json|ndjson";

  /** Reads a form from the command line. */
  public static final class Converter implements ITypeConverter<OutputForm> {
    @Override
    public OutputForm convert(String text) {
      return Arrays.stream(values())
          .filter(form -> form.name().toLowerCase(Locale.ROOT).equals(text))
          .findFirst()
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      "must be table, json or ndjson, is " + Printable.of(text)));
    }
  }
}
