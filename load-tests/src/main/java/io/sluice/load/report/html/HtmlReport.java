package io.sluice.load.report.html;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.databind.JsonNode;

/** A result for a browser. */
public final class HtmlReport {
  /** The name of the report that lies beside a {@code result.json}. */
  public static final String NAME = "report.html";

  /**
   * The whole page, from the tree of any {@code result.json}; what the result does not have is left
   * out and named.
   *
   * @throws IllegalArgumentException when the tree is no result
   */
  public static String render(JsonNode result) {
    if (!result.path("scenario").isString() || !result.path("summary").isObject()) {
      throw new IllegalArgumentException(
          "this is no result of sluice-load: it needs the fields 'scenario' and 'summary'");
    }
    return new Page(result).html();
  }

  /** Writes the page; its folder is made if need be. */
  static Path writeTo(Path file, JsonNode result) {
    return write(file, render(result));
  }

  /** Writes a text; its folder is made if need be. */
  static Path write(Path file, String html) {
    try {
      Path folder = file.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      return Files.writeString(file, html);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the report to " + file + ": " + e, e);
    }
  }

  private HtmlReport() {}
}
