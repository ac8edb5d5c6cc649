// Who looks at the page, so that it offers nothing that the gateway would refuse.

import { get, refusal, token } from "./http.js";
import { store, useStore } from "./store.js";

const ROLES = ["viewer", "producer", "operator", "admin"];

/** The role and the name of the token; no role until the gateway has told. */
export const caller = store({ role: "", name: "" });

export async function learnCaller() {
  const by = token();
  const learned = await get("ui/caller").catch(() => ({ role: "", name: "" }));
  if (by === token()) caller.set(learned);
}

/** Whether the caller has this role or more. */
export function useMay(role) {
  return ROLES.indexOf(useStore(caller).role) >= ROLES.indexOf(role);
}

refusal.listen((text) => text || learnCaller());
export const hasToken = () => token() !== "";
