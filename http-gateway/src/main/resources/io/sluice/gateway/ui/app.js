// Shows the view that the address names.

import { html, render, useEffect, useErrorBoundary } from "./vendor/preact-htm.js";
import { learnCaller } from "./core/caller.js";
import { place } from "./core/route.js";
import { look } from "./core/samples.js";
import { useStore } from "./core/store.js";
import { Link } from "./parts/bits.js";
import { Shell } from "./parts/shell.js";
import { About } from "./pages/about.js";
import { Batch } from "./pages/batch.js";
import { Batches } from "./pages/batches.js";
import { Bulk } from "./pages/bulk.js";
import { Dead } from "./pages/dead.js";
import { Events } from "./pages/events.js";
import { Overview } from "./pages/overview.js";
import { Queue } from "./pages/queue.js";
import { Queues } from "./pages/queues.js";
import { Report } from "./pages/report.js";
import { Reports } from "./pages/reports.js";
import { Schedule } from "./pages/schedule.js";
import { Schedules } from "./pages/schedules.js";
import { Search } from "./pages/search.js";
import { Task } from "./pages/task.js";
import { Tasks } from "./pages/tasks.js";
import { Workers } from "./pages/workers.js";

const VIEWS = {
  overview: Overview, queues: Queues, queue: Queue, tasks: Tasks, task: Task, dead: Dead, schedules: Schedules, schedule: Schedule,
  batches: Batches, batch: Batch, bulk: Bulk, workers: Workers, events: Events, reports: Reports, report: Report, about: About, search: Search,
};

function App() {
  const { view, of, query } = useStore(place);
  const here = view + "/" + of.join("/");
  useEffect(() => {
    document.title = [...of.slice(-1), VIEWS[view] ? view : "", "Sluice"].filter(Boolean).join(" · ");
    scrollTo(0, 0);
    const { activeElement } = document;
    // Who follows a link into a view reads on at its title; who types in the search goes on typing.
    if (!activeElement || activeElement === document.body || !activeElement.closest("input")) document.getElementById("main").focus({ preventScroll: true });
  }, [here]);
  return html`<${Shell}><${Guarded} key=${here} view=${view} of=${of} query=${query} /><//>`;
}

/** A view that fails says so, and leaves the way to the others. */
function Guarded({ view, of, query }) {
  const [error] = useErrorBoundary((thrown) => console.error(thrown));
  const View = VIEWS[view];
  if (error) return html`<p class="bad" role="alert">This view cannot be shown: ${String(error.message ?? error)}</p>`;
  return View ? html`<${View} of=${of} query=${query} />` : html`<p>There is no view ${view}. Back to the <${Link} view="overview">overview<//>.</p>`;
}

// These show queues first of all, which are on their way while the page is drawn.
if (["overview", "queues"].includes(place.get().view)) look(true);
learnCaller();
const root = document.getElementById("app");
root.replaceChildren();
render(html`<${App} />`, root);
