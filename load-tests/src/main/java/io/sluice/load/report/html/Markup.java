package io.sluice.load.report.html;

/** HTML as it is written, piece by piece. All text and attributes are escaped. */
final class Markup {
  private final StringBuilder html = new StringBuilder();

  /** Begins an element; attributes are names and values in turn. */
  Markup open(String tag, String... attributes) {
    html.append('<').append(tag);
    for (int i = 0; i < attributes.length; i += 2) {
      html.append(' ').append(attributes[i]).append("=\"").append(escaped(attributes[i + 1]));
      html.append('"');
    }
    html.append('>');
    return this;
  }

  Markup close(String tag) {
    html.append("</").append(tag).append(">\n");
    return this;
  }

  /** An element with nothing but text in it. */
  Markup element(String tag, String text, String... attributes) {
    return open(tag, attributes).text(text).close(tag);
  }

  Markup text(String text) {
    html.append(escaped(text));
    return this;
  }

  /** Ours, or made safe for the place: never a value of a result. */
  Markup trusted(String part) {
    html.append(part);
    return this;
  }

  String html() {
    return html.toString();
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
