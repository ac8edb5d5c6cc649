package io.sluice.load.report.html;

import io.sluice.load.report.html.plot.Plots;
import tools.jackson.databind.JsonNode;

/** Puts the page together. Its policy lets nothing in from outside, and runs only our scripts. */
final class Page {
  /** The dashboard of the gateway has it; there is one copy. */
  private static final String VENDOR = "/io/sluice/gateway/ui/vendor/";

  private static final Asset UPLOT = Asset.named(VENDOR + "uPlot.iife.min.js");
  private static final Asset UPLOT_STYLE = Asset.named(VENDOR + "uPlot.min.css");
  private static final Asset UPLOT_LICENCE = Asset.named(VENDOR + "LICENSE.uplot");
  private static final Asset SCRIPT = Asset.named("report.js");
  private static final Asset STYLE = Asset.named("report.css");

  private static final String POLICY =
      "default-src 'none'; base-uri 'none'; form-action 'none'; style-src "
          + UPLOT_STYLE.policyHash()
          + ' '
          + STYLE.policyHash()
          + "; script-src "
          + UPLOT.policyHash()
          + ' '
          + SCRIPT.policyHash();

  private final JsonNode result;
  private final Markup page = new Markup();

  Page(JsonNode result) {
    this.result = result;
  }

  String html() {
    Plots plots = Plots.of(result);
    page.trusted("<!doctype html>\n").open("html", "lang", "en");
    head();
    page.open("body");
    header();
    page.open("main");
    overview();
    new PlotSection(plots, page).write();
    new Setup(result, page).all();
    page.close("main");
    footer();
    scripts(plots);
    return page.close("body").close("html").html();
  }

  private void head() {
    page.open("head")
        .open("meta", "charset", "utf-8")
        .open("meta", "http-equiv", "Content-Security-Policy", "content", POLICY)
        .open("meta", "name", "viewport", "content", "width=device-width, initial-scale=1")
        .open("meta", "name", "color-scheme", "content", "light dark")
        .element("title", scenario() + " – sluice-load")
        .open("style")
        .trusted(UPLOT_STYLE.content())
        .close("style")
        .open("style")
        .trusted(STYLE.content())
        .close("style")
        .close("head");
  }

  private void header() {
    page.open("header")
        .element("p", "sluice-load", "class", "brand")
        .element("h1", scenario())
        .element("p", Shown.value(result.path("at")), "class", "about")
        .open("nav", "aria-label", "Parts of this page")
        .element("a", "Figures", "href", "#figures")
        .element("a", "Plots", "href", "#plots")
        .element("a", "Environment and settings", "href", "#setup")
        .close("nav")
        .close("header");
  }

  private void overview() {
    Outcome outcome = new Outcome(result, page);
    Measured measured = new Measured(result, page);
    outcome.verdict();
    new Setup(result, page).command();
    measured.figures();
    outcome.objectives();
    outcome.ledger();
    measured.latencies();
    new Details(result, page).all();
    measured.generator();
  }

  private void footer() {
    page.open("footer")
        .open("details")
        .element("summary", "Plots are drawn by uPlot 1.6.32, MIT licence")
        .element("pre", UPLOT_LICENCE.content())
        .close("details")
        .close("footer");
  }

  private void scripts(Plots plots) {
    page.open("script", "type", "application/json", "id", "data")
        .trusted(PlotData.of(plots))
        .close("script")
        .open("script")
        .trusted(UPLOT.content())
        .close("script")
        .open("script")
        .trusted(SCRIPT.content())
        .close("script");
  }

  private String scenario() {
    return Shown.value(result.path("scenario"));
  }
}
