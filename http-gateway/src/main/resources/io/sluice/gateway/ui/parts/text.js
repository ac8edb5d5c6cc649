// How figures, times and states are written.

import { html } from "../vendor/preact-htm.js";

export const STATES = ["ready", "running", "scheduled", "retrying", "dead", "succeeded", "cancelled", "expired"];

const UNITS = [[1e12, "T"], [1e9, "B"], [1e6, "M"], [1e3, "K"]];

/** With a comma between thousands. By hand: the formats of a browser take longer to make than all the rest of a page. */
export function number(value) {
  if (value === undefined || value === null) return "";
  const [whole, part] = String(Number.isInteger(value) ? value : Math.round(value * 1000) / 1000).split(".");
  return whole.replace(/\B(?=(\d{3})+$)/g, ",") + (part ? "." + part : "");
}

/** 12,345 as it is, 1,234,567 as 1.2M; for places that are narrow. */
export function compact(value) {
  if (value === undefined || value === null) return "";
  const size = Math.abs(value);
  if (size < 100000) return number(value);
  const [unit, letter] = UNITS.find(([one]) => size >= one * 0.99995);
  return Number((value / unit).toFixed(1)) + letter;
}

export function rate(value) {
  if (!value) return "0";
  if (value < 10) return value.toFixed(1);
  return compact(Math.round(value));
}

const SIZES = [[1e9, " GB"], [1e6, " MB"], [1e3, " kB"], [1, " B"]];

/** Bytes, to three digits: 412 kB, 1.05 MB. */
export function bytes(value) {
  if (value === undefined || value === null) return "";
  const [unit, name] = SIZES.find(([one]) => value >= one) ?? SIZES[3];
  return Number((value / unit).toPrecision(3)) + name;
}

export function percent(part) {
  return (part * 100).toFixed(part < 0.1 && part > 0 ? 1 : 0) + " %";
}

/** A time that something takes, short: 12 ms, 3.4 s, 5 min 20 s, 2 h 5 min, 3 d 4 h. */
export function age(millis) {
  if (millis === undefined || millis === null) return "";
  if (millis < 1000) return Math.max(0, Math.round(millis)) + " ms";
  const seconds = millis / 1000;
  if (seconds < 60) return seconds.toFixed(1) + " s";
  const [size, unit, small, smallUnit] = seconds < 3600 ? [60, "min", 1, "s"] : seconds < 86400 ? [3600, "h", 60, "min"] : [86400, "d", 3600, "h"];
  const rest = Math.floor((seconds % size) / small);
  return Math.floor(seconds / size) + " " + unit + (rest ? " " + rest + " " + smallUnit : "");
}

/** A time that was measured, to three digits: 0.412 ms, 41.2 ms, 3.4 s. */
export function measured(millis) {
  if (millis === undefined || millis === null) return "";
  if (millis >= 1000) return age(millis);
  return Number(millis.toPrecision(3)) + " ms";
}

/** Seconds since the start of something: 4.5 s, 1:05, 2:00:10. */
export function elapsed(seconds) {
  if (seconds < 60) return Number(seconds.toFixed(1)) + " s";
  const pad = (value) => String(value).padStart(2, "0");
  const whole = Math.round(seconds);
  const minutes = Math.floor(whole / 60);
  return (minutes < 60 ? minutes : Math.floor(minutes / 60) + ":" + pad(minutes % 60)) + ":" + pad(whole % 60);
}

/** A duration as the API writes it, PT1H30M, in words: 1 h 30 min. */
export function span(iso) {
  const parts = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?)?$/.exec(iso ?? "");
  if (!parts) return iso ?? "";
  return ["d", "h", "min", "s"].map((unit, i) => parts[i + 1] && parts[i + 1] + " " + unit).filter(Boolean).join(" ") || "0 s";
}

/** An instant: how long ago or when, with the exact time beneath the pointer. */
export function When({ at, now = Date.now() }) {
  if (!at) return "";
  const millis = now - Date.parse(at);
  const text = Math.abs(millis) < 1000 ? "now" : millis > 0 ? coarse(millis) + " ago" : "in " + coarse(-millis);
  return html`<time datetime=${at} title=${exactTime(at)}>${text}</time>`;
}

/** No tenths of seconds: they would change with every look. */
function coarse(millis) {
  return millis < 60000 ? Math.floor(millis / 1000) + " s" : age(millis);
}

export function exactTime(at) {
  const date = new Date(at);
  const pad = (value, digits = 2) => String(value).padStart(digits, "0");
  return date.getFullYear() + "-" + pad(date.getMonth() + 1) + "-" + pad(date.getDate()) + " " + clock(date);
}

export function clock(date, millis = true) {
  const pad = (value, digits = 2) => String(value).padStart(digits, "0");
  const text = pad(date.getHours()) + ":" + pad(date.getMinutes()) + ":" + pad(date.getSeconds());
  return millis ? text + "." + pad(date.getMilliseconds(), 3) : text;
}

/** An instant as it is, to the millisecond, in the time of this browser. */
export function Exact({ at }) {
  return at ? html`<time datetime=${at} title=${at}>${exactTime(at)}</time>` : "";
}

/** A state: a mark that differs in shape, its word, its colour. */
export function State({ name }) {
  return html`<span class=${"state " + name}><span class="mark" aria-hidden="true"></span>${name}</span>`;
}

/** 3 tasks, 1 task. */
export function counted(count, one, many = one + "s") {
  return number(count) + " " + (count === 1 ? one : many);
}
