"use strict";
// Draws the plots from the data in the page. Everything else is there without it.
(() => {
  const HEIGHT = 240;
  const PAPER_WIDTH = 660;
  // So that lines differ without their colour.
  const DASHES = [[], [8, 4], [2, 3], [12, 3, 2, 3], [5, 3], [14, 5], [3, 6]];
  const PERCENTILE_TICKS = [1, 10, 100, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8];
  const TICK_ROOM = 60;
  const COUNTS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000];

  const root = document.documentElement;
  const charts = [];

  // Colours

  const themed = (name) => getComputedStyle(root).getPropertyValue(name).trim();
  const colourName = (line) => `--line-${line % DASHES.length}`;
  const dash = (line) => DASHES[line % DASHES.length];

  // Words

  function number(value) {
    if (value == null) return "–";
    const size = Math.abs(value);
    const digits = Number.isInteger(value) || size >= 1000 ? 0 : size >= 10 ? 2 : 3;
    return value.toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits });
  }

  function short(value) {
    if (value == null) return "";
    const size = Math.abs(value);
    if (size >= 1e6) return `${+(value / 1e6).toFixed(2)}M`;
    if (size >= 1e4) return `${+(value / 1e3).toFixed(1)}k`;
    return String(+value.toPrecision(6));
  }

  function percent(place) {
    const nines = Math.max(0, Math.round(Math.log10(place)) - 2);
    return (100 - 100 / place).toFixed(nines);
  }

  // Axes

  const isLog = (axis) => axis.spread === "LOG";

  function linearRange(plot, low, high) {
    if (low == null) return [0, 1];
    const top = Math.max(0, high);
    const bottom = Math.min(0, low);
    const room = (top - bottom || 1) * 0.06;
    return [bottom < 0 ? bottom - room : 0, top + room];
  }

  function logRange(plot, low, high) {
    if (low == null || high <= 0) return [0.1, 10];
    const bottom = Math.floor(Math.log10(low) + 1e-9);
    const top = Math.ceil(Math.log10(high) - 1e-9);
    return [10 ** bottom, 10 ** Math.max(top, bottom + 1)];
  }

  function scales(plot) {
    const across = plot.across.spread === "PERCENTILE" ? { time: false, distr: 3 } : { time: false };
    if (plot.shape === "BARS" || plot.across.at.length === 1) across.range = withRoom;
    if (plot.across.spread === "COUNTED") across.range = withRoom;
    const up = isLog(plot.up) ? { distr: 3, range: logRange } : { range: linearRange };
    return { x: across, y: up };
  }

  // Half a place on either side, so that the first and the last are not cut.
  function withRoom(plot, low, high) {
    const places = plot.data[0];
    const step = places.length > 1 ? places[1] - places[0] : 1;
    return [low - step / 2, high + step / 2];
  }

  function look(axis) {
    return {
      stroke: () => themed("--quiet"),
      grid: { stroke: () => themed("--grid"), width: 1 },
      ticks: { stroke: () => themed("--edge"), width: 1, size: 4 },
      font: "12px system-ui, sans-serif",
      ...axis,
    };
  }

  function acrossAxis(plot) {
    if (plot.across.spread === "PERCENTILE") {
      return look({ size: 30, splits: shownPercentiles, filter: (u, ticks) => ticks, values: (u, ticks) => ticks.map(percent) });
    }
    if (plot.across.spread === "COUNTED") return look({ size: 30, incrs: COUNTS, values: (u, ticks) => ticks.map(short) });
    return look({ size: 30, values: (u, ticks) => ticks.map(short) });
  }

  function shownPercentiles(plot) {
    const { min, max } = plot.scales.x;
    const seen = PERCENTILE_TICKS.filter((tick) => tick >= min * 0.999 && tick <= max * 1.001);
    const every = Math.ceil((seen.length * TICK_ROOM) / plot.width);
    return seen.filter((tick, i) => i % every === 0);
  }

  function upAxis() {
    return look({ size: 56, values: (u, ticks) => ticks.map(short) });
  }

  // Lines

  function series(plot) {
    return plot.lines.map((line, i) => ({
      label: line.label,
      stroke: () => themed(colourName(i)),
      fill: plot.shape === "BARS" ? () => themed(colourName(i)) : undefined,
      paths: plot.shape === "BARS" ? uPlot.paths.bars({ size: [0.7, 40] }) : undefined,
      dash: plot.shape === "BARS" ? undefined : dash(i),
      width: 2,
      points: plot.shape === "BARS" ? { show: false } : { fill: () => themed("--sheet") },
    }));
  }

  // A logarithm has no place for zero: it is drawn at the lower edge.
  function drawable(plot) {
    const known = plot.lines.flatMap((line) => line.values).filter((value) => value > 0);
    const least = known.reduce((a, b) => Math.min(a, b), Infinity);
    const floor = Number.isFinite(least) ? least : 1;
    const lift = (value) => (value != null && value <= 0 && isLog(plot.up) ? floor : value);
    return [plot.across.at, ...plot.lines.map((line) => line.values.map(lift))];
  }

  // Legend: which line is which, on and off, and the values at the cursor.

  function sample(line) {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    const stroke = document.createElementNS("http://www.w3.org/2000/svg", "line");
    const put = (name, value) => stroke.setAttribute(name, value);
    put("x1", 0);
    put("x2", 34);
    put("y1", 5);
    put("y2", 5);
    put("stroke", `var(${colourName(line)})`);
    put("stroke-width", 3);
    put("stroke-dasharray", dash(line).join(" "));
    svg.setAttribute("aria-hidden", "true");
    svg.append(stroke);
    return svg;
  }

  function legendEntry(chart, line, i) {
    const button = document.createElement("button");
    const value = document.createElement("output");
    button.type = "button";
    button.setAttribute("aria-pressed", "true");
    button.append(sample(i), line.label, value);
    button.addEventListener("click", () => toggle(chart, button, i));
    return { button, value };
  }

  function toggle(chart, button, i) {
    const show = button.getAttribute("aria-pressed") !== "true";
    button.setAttribute("aria-pressed", String(show));
    chart.uplot.setSeries(i + 1, { show });
  }

  function fillLegend(chart) {
    chart.entries = chart.plot.lines.map((line, i) => legendEntry(chart, line, i));
    chart.legend.append(...chart.entries.map((entry) => entry.button));
  }

  function tell(chart, index) {
    const { across, lines } = chart.plot;
    chart.place.textContent = index == null ? "" : `at ${across.names[index]}`;
    chart.entries.forEach((entry, i) => {
      entry.value.textContent = index == null ? "" : number(lines[i].values[index]);
    });
  }

  // Keyboard

  function onKey(chart, event) {
    const last = chart.plot.across.at.length - 1;
    const now = chart.uplot.cursor.idx;
    const moves = {
      ArrowRight: now == null ? 0 : Math.min(last, now + 1),
      ArrowLeft: now == null ? last : Math.max(0, now - 1),
      Home: 0,
      End: last,
    };
    if (event.key === "Escape") return showAll(chart);
    if (!(event.key in moves)) return;
    event.preventDefault();
    chart.place.setAttribute("aria-live", "polite");
    moveTo(chart, moves[event.key]);
  }

  function moveTo(chart, index) {
    const left = chart.uplot.valToPos(chart.plot.across.at[index], "x");
    chart.uplot.setCursor({ left, top: chart.uplot.over.clientHeight / 2 }, true, true);
  }

  const isShared = (chart) => chart.plot.across.spread === "LINEAR";

  // Plots over time are zoomed together.
  function showAll(chart) {
    (isShared(chart) ? charts.filter(isShared) : [chart]).forEach(({ uplot, plot }) => {
      uplot.setScale("x", { min: plot.across.at[0], max: plot.across.at.at(-1) });
    });
    leave(chart);
  }

  function leave(chart) {
    chart.uplot.setCursor({ left: -10, top: -10 }, true, true);
  }

  // Charts

  function options(chart) {
    const cursor = { y: false, drag: { x: true, y: false } };
    if (isShared(chart)) cursor.sync = { key: "seconds" };
    return {
      width: width(chart),
      height: HEIGHT,
      padding: [null, 28, null, null],
      legend: { show: false },
      cursor,
      scales: scales(chart.plot),
      axes: [acrossAxis(chart.plot), upAxis()],
      series: [{}, ...series(chart.plot)],
      hooks: { setCursor: [(u) => tell(chart, u.cursor.idx)] },
    };
  }

  const width = (chart) => Math.max(200, Math.floor(chart.room.clientWidth));

  function draw(plot) {
    const room = document.getElementById(plot.id);
    const part = (name) => room.parentElement.querySelector(name);
    const chart = { plot, room, legend: part(".legend"), place: part(".place") };
    fillLegend(chart);
    chart.uplot = new uPlot(options(chart), drawable(plot), room);
    room.setAttribute("role", "img");
    room.tabIndex = 0;
    room.addEventListener("keydown", (event) => onKey(chart, event));
    room.addEventListener("blur", () => leave(chart));
    new ResizeObserver(() => fit(chart)).observe(room);
    charts.push(chart);
  }

  function fit(chart) {
    if (!root.classList.contains("paper") && width(chart) !== chart.uplot.width) {
      chart.uplot.setSize({ width: width(chart), height: HEIGHT });
    }
  }

  function redraw() {
    charts.forEach((chart) => chart.uplot.redraw());
  }

  function toPaper() {
    root.classList.add("paper");
    charts.forEach((chart) => chart.uplot.setSize({ width: PAPER_WIDTH, height: HEIGHT }));
    redraw();
  }

  function toScreen() {
    root.classList.remove("paper");
    charts.forEach(fit);
    redraw();
  }

  // Copying the command

  function select(element) {
    const range = document.createRange();
    range.selectNodeContents(element);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
  }

  async function copy(command, told) {
    try {
      await navigator.clipboard.writeText(command.textContent);
      told.textContent = "Copied";
    } catch {
      // Not allowed here: the reader's own copy key works on what is selected.
      select(command);
      told.textContent = "Selected; copy it with your keyboard";
    }
  }

  function offerCopy() {
    const button = document.getElementById("copy");
    if (!button) return;
    button.hidden = false;
    button.addEventListener("click", () =>
      copy(document.getElementById("command"), document.getElementById("copied")));
  }

  offerCopy();
  JSON.parse(document.getElementById("data").textContent).forEach(draw);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
  addEventListener("beforeprint", toPaper);
  addEventListener("afterprint", toScreen);
})();
