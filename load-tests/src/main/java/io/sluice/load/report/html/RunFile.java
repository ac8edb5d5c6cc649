package io.sluice.load.report.html;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A result that was written earlier and is rendered again. */
public final class RunFile {
  private static final String RESULT = "result.json";
  private static final String JSON = ".json";
  private static final String HTML = ".html";

  /**
   * Renders the result and gives the path of the report.
   *
   * @param out where to; null for beside the result
   * @throws IllegalStateException when the file is no result, naming it
   */
  public static Path render(Path run, @Nullable Path out) {
    JsonNode result = read(run);
    Path report = out == null ? beside(run) : out;
    try {
      return HtmlReport.writeTo(report, result);
    } catch (IllegalArgumentException e) {
      throw new IllegalStateException("cannot report on " + run + ": " + e.getMessage(), e);
    }
  }

  /**
   * Draws the shares of the groups over time as an SVG image.
   *
   * @throws IllegalStateException when the file is no result, or one without shares, naming it
   */
  public static void draw(Path run, Path picture) {
    JsonNode result = read(run);
    if (!SharesPicture.isIn(result)) {
      throw new IllegalStateException(
          "cannot draw " + run + ": it has no shares over time; give the result of a 'run fair'");
    }
    Markup image = new Markup();
    SharesPicture.draw(result, image);
    HtmlReport.write(picture, image.html());
  }

  private static JsonNode read(Path run) {
    if (!Files.isRegularFile(run)) {
      throw new IllegalStateException(
          "cannot report on " + run + ": there is no such file; give the result.json of a run");
    }
    try {
      return JsonMapper.shared().readTree(run.toFile());
    } catch (JacksonException e) {
      throw new IllegalStateException(
          "cannot report on " + run + ": it is not JSON: " + e.getOriginalMessage(), e);
    }
  }

  /** Results of other names may share a folder, so each keeps its own. */
  private static Path beside(Path run) {
    String name = String.valueOf(run.getFileName());
    if (name.equals(RESULT)) {
      return run.resolveSibling(HtmlReport.NAME);
    }
    String stem = name.endsWith(JSON) ? name.substring(0, name.length() - JSON.length()) : name;
    return run.resolveSibling(stem + HTML);
  }

  private RunFile() {}
}
