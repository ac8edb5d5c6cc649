// A chart over time by uPlot, with its figures as a table beneath for who cannot see it. Colours come
// from the style sheet, so that they follow the theme.

import { html, useEffect, useRef, useState } from "../vendor/preact-htm.js";
import { theme } from "../core/theme.js";
import { clock, compact } from "./text.js";

const HEIGHT = 150;
const TABLE_ROWS = 12;
const system = matchMedia("(prefers-color-scheme: dark)");

/** The hour of a day; a chart of less than a minute is drawn as if it were one. */
const CLOCK = { show: (second) => clock(new Date(second * 1000), false), from: (first, last) => Math.min(first, last - 60) };

/**
 * @param series each { name, color, values, fill }, color the name of a property of the style sheet
 * @param times in seconds
 * @param along how a time is written, and from where on it is drawn
 */
export function Chart({ title, times, series, unit = "", show = compact, aside, height = HEIGHT, along = CLOCK }) {
  const box = useRef(null);
  const plot = useRef(null);
  const names = series.map((one) => one.name + one.color).join();
  const data = [times, ...series.map((one) => one.values)];
  const latest = useRef(data);
  latest.current = data;
  useEffect(() => {
    const make = () => {
      plot.current?.destroy();
      plot.current = new uPlot(options(box.current, series, { show, along, height }), latest.current, box.current);
    };
    // Each in a task of its own: all charts of a page in one would hold up what else is to be seen.
    const soon = setTimeout(make);
    const resized = new ResizeObserver(() => {
      const width = box.current?.clientWidth;
      if (width && plot.current && plot.current.width !== width) plot.current.setSize({ width, height });
    });
    resized.observe(box.current);
    const unlisten = theme.listen(() => requestAnimationFrame(make));
    system.addEventListener("change", make);
    return () => {
      clearTimeout(soon);
      resized.disconnect();
      unlisten();
      system.removeEventListener("change", make);
      plot.current?.destroy();
      plot.current = null;
    };
  }, [names, height]);
  useEffect(() => plot.current?.setData(data), [times, times.length, times[times.length - 1]]);
  return html`<figure class="chart" aria-label=${title}>
    <figcaption><span class="title">${title}</span>
      <span class="legend">${series.map((one) => html`<span key=${one.name}><i class=${"swatch " + one.color} aria-hidden="true"></i>${one.name}
        <b>${last(one.values, show)}${last(one.values, show) ? unit : ""}</b></span>`)}</span>${aside ?? ""}</figcaption>
    <div ref=${box} class="plot" aria-hidden="true"></div>
    <${Figures} title=${title} times=${times} series=${series} show=${show} unit=${unit} along=${along} />
  </figure>`;
}

/** Drawn only when it is opened: it would be most of the page. */
function Figures({ title, times, series, show, unit, along }) {
  const [opened, setOpened] = useState(false);
  const from = Math.max(0, times.length - TABLE_ROWS);
  return html`<details onToggle=${(event) => setOpened(event.currentTarget.open)}><summary>Figures</summary>
    ${opened ? html`<div class="wide"><table aria-label=${title + ", latest figures"}>
      <thead><tr><th scope="col">time</th>${series.map((one) => html`<th key=${one.name} scope="col" class="number">${one.name}</th>`)}</tr></thead>
      <tbody>${times.slice(from).reverse().map((time, back) => html`<tr key=${time}><td>${along.show(time)}</td>
        ${series.map((one) => html`<td key=${one.name} class="number">${shown(one.values[times.length - 1 - back], show)} ${unit}</td>`)}</tr>`)}</tbody>
    </table></div>` : ""}</details>`;
}

function last(values, show) {
  return shown(values[values.length - 1], show);
}

function shown(value, show) {
  return value === undefined || value === null ? "" : show(value);
}

function options(box, series, { show, along, height }) {
  const soft = color(box, "--soft");
  const line = color(box, "--line");
  const axis = { stroke: soft, grid: { stroke: line, width: 1 }, ticks: { show: false }, font: "11px system-ui, sans-serif" };
  return {
    width: box.clientWidth || 300,
    height,
    padding: [8, 4, 0, 0],
    legend: { show: false },
    cursor: { y: false, points: { size: 6 }, drag: { x: false, y: false } },
    scales: { x: { range: (plot, first, last) => [along.from(first, last), last] }, y: { range: (plot, least, most) => [0, most > 0 ? most * 1.1 : 1] } },
    axes: [{ ...axis, space: 70, size: 24, values: (plot, at) => at.map(along.show) },
      { ...axis, size: widest, space: 32, values: (plot, at) => at.map(show) }],
    series: [{}, ...series.map((one) => {
      const stroke = color(box, "--" + one.color);
      return { label: one.name, stroke, width: 1.5, dash: one.dash, fill: one.fill ? faint(stroke) : undefined, points: { show: false } };
    })],
  };
}

/** The room of an axis, by the longest of its labels. */
function widest(plot, labels) {
  return Math.max(46, ...(labels ?? []).map((label) => 14 + 6 * String(label).length));
}

/** A colour of the style sheet as the canvas takes it: of the theme that is on. */
function color(box, name) {
  const probe = document.createElement("i");
  probe.style.color = "var(" + name + ")";
  box.append(probe);
  const value = getComputedStyle(probe).color;
  probe.remove();
  return value;
}

function faint(rgb) {
  return rgb.replace("rgb(", "rgba(").replace(")", ", 0.13)");
}

/** A line without axes, for a cell of a table. */
export function Spark({ values, label }) {
  const last = values.slice(-60);
  if (last.length < 2) return html`<svg class="spark" viewBox="0 0 60 18" aria-hidden="true"></svg>`;
  const most = Math.max(...last, 1e-9);
  const step = 60 / (last.length - 1);
  const points = last.map((value, i) => (i * step).toFixed(1) + "," + (17 - (15 * value) / most).toFixed(1)).join(" ");
  return html`<svg class="spark" viewBox="0 0 60 18" preserveAspectRatio="none" role="img" aria-label=${label}><polyline points=${points} /></svg>`;
}
