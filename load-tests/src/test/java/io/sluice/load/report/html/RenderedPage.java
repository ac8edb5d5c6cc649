package io.sluice.load.report.html;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Finds parts of a rendered page. */
final class RenderedPage {
  private static final Pattern DATA =
      Pattern.compile(
          "<script type=\"application/json\" id=\"data\">(.*?)</script>", Pattern.DOTALL);
  private static final Pattern FIGURE = Pattern.compile("<figure.*?</figure>", Pattern.DOTALL);
  private static final Pattern ROW = Pattern.compile("<th scope=\"row\">");

  /** What the script of the page gets. */
  static JsonNode data(String html) {
    Matcher found = DATA.matcher(html);
    if (!found.find()) {
      throw new AssertionError("the page has no data");
    }
    return JsonMapper.shared().readTree(found.group(1));
  }

  static Stream<String> figures(String html) {
    return FIGURE.matcher(html).results().map(result -> result.group());
  }

  static long rows(String figure) {
    return ROW.matcher(figure).results().count();
  }

  private RenderedPage() {}
}
