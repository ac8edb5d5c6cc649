// Small parts that many views use.

import { html, useState } from "../vendor/preact-htm.js";
import { href } from "../core/route.js";
import { percent } from "./text.js";

export function Link({ view, of, query, children, ...more }) {
  return html`<a href=${href(view, of, query)} ...${more}>${children}</a>`;
}

/** A link to a task, by its id. */
export function TaskLink({ queue, id }) {
  return html`<a class="mono" href=${href("task", [queue, id])}>${id}</a>`;
}

/** Names and values; values that are not there are left out. */
export function Facts({ of, wide = false }) {
  const given = of.filter((pair) => pair && pair[1] !== undefined && pair[1] !== null && pair[1] !== "" && pair[1] !== false);
  return html`<dl class=${wide ? "facts wide" : "facts"}>${given.map(([name, value]) => html`<div key=${name}><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;
}

/** A button that cannot be pressed twice while what it does is under way. */
export function Act({ run, children, kind = "", disabled = false, ...more }) {
  const [busy, setBusy] = useState(false);
  const press = async () => {
    setBusy(true);
    try {
      await run();
    } finally {
      setBusy(false);
    }
  };
  return html`<button type="button" class=${kind} disabled=${busy || disabled} onClick=${press} ...${more}>${children}</button>`;
}

/** A part of a whole as a bar and in figures. */
export function Share({ part, label, text }) {
  return html`<span class="share"><meter min="0" max="1" value=${part} aria-label=${label}></meter><span>${text ?? percent(part)}</span></span>`;
}

/** What a view shows while it has nothing: why, or that it asks. */
export function Missing({ error, what = "" }) {
  if (!error) return html`<p class="soft" role="status">Loading${what ? " " + what : ""}…</p>`;
  return html`<p class="bad" role="alert">${error.message}</p>`;
}

/** That what is shown is of before, since the gateway does not answer. */
export function Stale({ error }) {
  return error ? html`<p class="stale" role="status">${error.message} What is shown is of the last answer.</p>` : "";
}

export function Empty({ children }) {
  return html`<p class="empty">${children}</p>`;
}

export function Panel({ title, aside, children, id }) {
  return html`<section class="panel" aria-label=${title} id=${id}>
    <header><h2>${title}</h2>${aside ? html`<div class="aside">${aside}</div>` : ""}</header>
    ${children}
  </section>`;
}

export function Head({ title, under, children }) {
  return html`<div class="head"><div><h1 tabindex="-1">${title}</h1>${under ? html`<p class="soft">${under}</p>` : ""}</div>
    <div class="acts">${children}</div></div>`;
}

/** A figure, with a link to where it comes from if there is one. */
export function Tile({ name, value, unit, note, to, bad }) {
  const text = html`<span class="name">${name}</span><span class="value">${value}${unit ? html`<small>${unit}</small>` : ""}</span><span class="note">${note}</span>`;
  const kind = bad ? "tile bad" : "tile";
  return to ? html`<a class=${kind} href=${to}>${text}</a>` : html`<div class=${kind}>${text}</div>`;
}

/** Choices next to each other, of which one is taken; links, so that each has an address. */
export function Tabs({ label, tabs, at, to }) {
  return html`<nav class="tabs" aria-label=${label}>${tabs.map(([name, text, count]) => html`<a key=${name} href=${to(name)}
    aria-current=${name === at ? "page" : null}>${text}${count === undefined ? "" : html` <span class="count">${count}</span>`}</a>`)}</nav>`;
}
