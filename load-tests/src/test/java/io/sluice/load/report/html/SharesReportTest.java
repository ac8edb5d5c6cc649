package io.sluice.load.report.html;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class SharesReportTest {
  private static final String HOSTILE = "</script><script>alert(1)</script><!--\"'><img src=x>";

  @Test
  void groupsHaveATableAndAPictureOfTheirSharesOverTime() {
    String html = HtmlReport.render(SyntheticResult.shared());

    assertThat(html)
        .contains("<caption>Groups, and their shares while all of them had tasks waiting</caption>")
        .contains("<th scope=\"row\">heavy</th>")
        .contains("<svg ", "heavy, weight 1</text>", "80.0 % by weight</text>");
    assertThat(HtmlReport.render(SyntheticResult.full())).doesNotContain("<svg ");
  }

  @Test
  void hostileNamesOfGroupsStayText() {
    ObjectNode result = SyntheticResult.shared();
    ((ObjectNode) result.path("groups").path(0)).put("group", HOSTILE);
    ((ObjectNode) result.path("shares").path("lines").path(0)).put("label", HOSTILE);

    assertThat(HtmlReport.render(result)).doesNotContain("<img").contains("&lt;img src=x&gt;");
  }
}
