// What every view stands in: the way to the others, the search, the switches, the messages, the token.

import { html, useEffect, useRef, useState } from "../vendor/preact-htm.js";
import { caller, hasToken } from "../core/caller.js";
import { keepToken, refusal } from "../core/http.js";
import { listenToKeys } from "../core/keys.js";
import { paused } from "../core/live.js";
import { dismiss, notices } from "../core/notices.js";
import { go, href, place } from "../core/route.js";
import { useStore } from "../core/store.js";
import { nextTheme, theme } from "../core/theme.js";
import { Dialogs } from "./dialog.js";
import { Help } from "./help.js";

const NAVIGATION = [
  ["overview", "Overview"], ["queues", "Queues"], ["tasks", "Tasks"], ["dead", "Dead letters"], ["schedules", "Schedules"],
  ["batches", "Batches"], ["bulk", "Bulk actions"], ["workers", "Workers"], ["events", "Events"], ["reports", "Load reports"], ["about", "About"],
];

const THEMES = { system: "Auto", light: "Light", dark: "Dark" };

const PARENTS = { queue: "queues", task: "tasks", batch: "batches", schedule: "schedules", report: "reports" };

export function Shell({ children }) {
  const at = useStore(place);
  const refused = useStore(refusal);
  const [open, setOpen] = useState(false);
  const [help, setHelp] = useState(false);
  const search = useRef(null);
  useEffect(() => listenToKeys({ help: () => setHelp(true), search: () => search.current?.focus() }), []);
  useEffect(() => setOpen(false), [at]);
  const current = PARENTS[at.view] ?? at.view;
  return html`<div class="shell">
    <a class="skip" href="#main" onClick=${(event) => { event.preventDefault(); document.getElementById("main").focus(); }}>Skip to content</a>
    <header class="top">
      <button type="button" class="menu" aria-expanded=${open} aria-controls="navigation" onClick=${() => setOpen(!open)}>Menu</button>
      <a class="name" href=${href("overview")}>Sluice</a>
      <${Search} input=${search} />
      <div class="switches"><${Pause} /><${Theme} />
        <button type="button" class="quiet" aria-label="Keys and help" title="Keys and help (?)" onClick=${() => setHelp(true)}>?</button></div>
    </header>
    <nav id="navigation" class=${open ? "side open" : "side"} aria-label="Views">
      ${NAVIGATION.map(([view, name]) => html`<a key=${view} href=${href(view)} aria-current=${view === current ? "page" : null}>${name}</a>`)}
      <${Who} />
    </nav>
    <main id="main" tabindex="-1"><${Notices} />${refused ? html`<${AskToken} why=${refused} />` : children}</main>
    <${Dialogs} />${help ? html`<${Help} close=${() => setHelp(false)} />` : ""}
  </div>`;
}

/** Finds a task by its id, or goes to a queue. */
function Search({ input }) {
  const [text, setText] = useState("");
  const submit = (event) => {
    event.preventDefault();
    const wanted = text.trim();
    if (!wanted) return;
    go("search", [wanted]);
    setText("");
    input.current.blur();
  };
  return html`<form role="search" class="search" onSubmit=${submit}>
    <input ref=${input} type="search" value=${text} onInput=${(event) => setText(event.target.value)} placeholder="Task id or queue  ( / )"
      aria-label="Find a task by its id, or a queue" autocomplete="off" spellcheck="false" maxlength="256" /></form>`;
}

function Pause() {
  const still = useStore(paused);
  return html`<button type="button" class="quiet" aria-pressed=${still} onClick=${() => paused.set(!still)}>${still ? "Updates off" : "Live"}</button>`;
}

function Theme() {
  const name = useStore(theme);
  return html`<button type="button" class="quiet" onClick=${nextTheme} title="Theme: system, light or dark" aria-label=${"Theme: " + THEMES[name]}>${THEMES[name]}</button>`;
}

function Who() {
  const { role, name } = useStore(caller);
  if (!hasToken() || !role) return "";
  return html`<div class="who soft"><span>${name || "no token needed"}, ${role}</span>
    <button type="button" class="link" onClick=${() => { keepToken(""); location.reload(); }}>Forget token</button></div>`;
}

function AskToken({ why }) {
  const [text, setText] = useState("");
  const submit = (event) => {
    event.preventDefault();
    const given = text.trim();
    setText("");
    if (given) keepToken(given);
  };
  return html`<section class="token panel" aria-label="Token"><h1>Token</h1><p role="alert">${why}</p>
    <form onSubmit=${submit}><label class="field"><span>Token</span><input type="password" autocomplete="off" spellcheck="false" value=${text}
      onInput=${(event) => setText(event.target.value)} /></label>
      <p class="soft">It is kept in this browser until you choose Forget token. <code>sluice token</code> makes one.</p>
      <button class="main">Use it</button></form></section>`;
}

function Notices() {
  const list = useStore(notices);
  return html`<div class="notices" role="status" aria-live="polite">${list.map((notice) => html`<div key=${notice.key} class=${notice.bad ? "notice bad" : "notice"}>
    <span>${notice.bad ? "Not done: " : ""}${notice.text}</span>${notice.link ? html`<a href=${notice.link.href}>${notice.link.text}</a>` : ""}
    <button type="button" class="link" onClick=${() => dismiss(notice.key)}>Dismiss</button></div>`)}</div>`;
}
