package io.sluice.id;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Which build of the engine this is, for people who look. */
final class Build {
  private static final String RESOURCE = "/io/sluice/version.properties";

  /** One word. */
  static final String VERSION = read().replaceAll("\\s", "_");

  private static String read() {
    Properties properties = new Properties();
    try (InputStream in = Build.class.getResourceAsStream(RESOURCE)) {
      if (in != null) {
        properties.load(in);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties.getProperty("version", "unknown");
  }

  private Build() {}
}
