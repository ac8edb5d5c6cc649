// A list that is looked at while it changes. Rows that are shown stay where they are and tell how they
// are now; what is new waits until it is wanted.

import { useEffect, useRef, useState } from "../vendor/preact-htm.js";
import { useLive } from "./live.js";

const MOST = 1000;
const MOST_LOOKED_UP = 100;
const NOTHING = { key: "", shown: [], fresh: [], cursor: undefined, older: false };

/**
 * @param load gives { items, nextCursor } of the page after a cursor
 * @param lookUp gives how these are now, which the first page has no more
 * @param atOnce whether what is new is shown without being asked for
 */
export function useSteady({ load, lookUp, keyOf, keys, atOnce = false, every = 2000 }) {
  const key = JSON.stringify(keys);
  const [list, setList] = useState(NOTHING);
  const now = useRef(list);
  now.current = list;
  const live = useLive(async (signal) => {
    const page = await load(undefined, signal);
    const there = new Set(page.items.map(keyOf));
    const gone = now.current.key === key ? now.current.shown.filter((item) => !there.has(keyOf(item)) && !item.gone).slice(0, MOST_LOOKED_UP) : [];
    const looked = gone.length ? await lookUp(gone, signal) : [];
    return { page, gone: gone.map(keyOf), looked };
  }, keys, every);
  useEffect(() => {
    if (live.value) setList((before) => merged(before.key === key ? before : { ...NOTHING, key }, live.value, keyOf, atOnce));
  }, [live.value, atOnce]);
  const mine = list.key === key ? list : NOTHING;
  return {
    ready: list.key === key,
    shown: mine.shown,
    fresh: mine.fresh.length,
    hasOlder: Boolean(mine.cursor) && mine.shown.length < MOST,
    error: live.error,
    reload: live.reload,
    showNew: () => setList((before) => ({ ...before, shown: [...before.fresh, ...before.shown].slice(0, MOST), fresh: [] })),
    async showOlder() {
      const page = await load(mine.cursor);
      setList((before) => {
        const there = new Set(before.shown.map(keyOf));
        const more = page.items.filter((item) => !there.has(keyOf(item)));
        return before.key === key ? { ...before, shown: [...before.shown, ...more], cursor: page.nextCursor, older: true } : before;
      });
    },
    /** Forgets what is shown, so that the list is as the server has it. */
    startOver() {
      setList({ ...NOTHING });
      live.reload();
    },
  };
}

function merged(before, { page, gone, looked }, keyOf, atOnce) {
  const news = new Map([...page.items, ...looked].map((item) => [keyOf(item), item]));
  const vanished = new Set(gone.filter((one) => !news.has(one)));
  const shown = before.shown.map((item) => news.get(keyOf(item)) ?? (vanished.has(keyOf(item)) ? { ...item, gone: true } : item));
  const there = new Set(shown.map(keyOf));
  const fresh = page.items.filter((item) => !there.has(keyOf(item)));
  const cursor = before.older ? before.cursor : page.nextCursor;
  if (atOnce) return { ...before, shown: page.items, fresh: [], cursor: page.nextCursor, older: false };
  if (shown.length === 0) return { ...before, shown: page.items, fresh: [], cursor };
  return { ...before, shown, fresh, cursor };
}
