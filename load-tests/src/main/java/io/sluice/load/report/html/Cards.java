package io.sluice.load.report.html;

/** Figures side by side, each with its name. */
final class Cards {
  private final Markup page;

  private Cards(Markup page) {
    this.page = page;
  }

  static Cards open(Markup page) {
    page.open("dl", "class", "cards");
    return new Cards(page);
  }

  Cards card(String label, String value, String unit) {
    return card(label, value, unit, "card");
  }

  /** One that should not be as it is: said in words, not by colour alone. */
  Cards bad(String label, String value) {
    return card(label, value, "✗ must be 0", "card bad");
  }

  void close() {
    page.close("dl");
  }

  private Cards card(String label, String value, String unit, String look) {
    page.open("div", "class", look).element("dt", label).open("dd");
    page.element("span", value, "class", "value").element("span", unit, "class", "unit");
    page.close("dd").close("div");
    return this;
  }
}
