// Talks to the gateway, which is the folder above this page, under whatever prefix a proxy puts it.

import { store } from "./store.js";

const KEY = "sluice.token";
const BASE = new URL("..", document.baseURI);

/** What the gateway says of the token: "" while it is content, or in words what is wrong. */
export const refusal = store("");

export function token() {
  try {
    return localStorage.getItem(KEY) ?? "";
  } catch {
    return "";
  }
}

export function keepToken(value) {
  try {
    if (value) localStorage.setItem(KEY, value);
    else localStorage.removeItem(KEY);
  } catch {
    // A browser that keeps nothing asks again in the next tab.
  }
  refusal.set("");
}

/** The path of a queue and of what belongs to it. */
export function queuePath(queue, ...more) {
  return "v1/queues/" + [queue, ...more].map(encodeURIComponent).join("/");
}

/** A query out of what is given; what is empty is left out. */
export function query(fields) {
  const given = Object.entries(fields).filter(([, value]) => value !== undefined && value !== null && value !== "");
  return given.length ? "?" + given.map(([name, value]) => name + "=" + encodeURIComponent(value)).join("&") : "";
}

export async function get(path, signal) {
  return JSON.parse(await getText(path, signal));
}

export async function getText(path, signal) {
  return (await ask("GET", path, { signal })).text();
}

export const post = (path, body) => act("POST", path, body);
export const put = (path, body) => act("PUT", path, body);
export const remove = (path) => act("DELETE", path);

/**
 * Acts; the header says that this page asks, which no other site can make a browser send. A body that
 * is text is JSON already, with all of its digits.
 */
async function act(method, path, body) {
  const headers = { "X-Sluice-UI": "1" };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  const sent = body === undefined || typeof body === "string" ? body : JSON.stringify(body);
  const text = await (await ask(method, path, { headers, body: sent })).text();
  return text ? JSON.parse(text) : null;
}

/** The answer itself, for who reads it bit by bit. */
export async function ask(method, path, { headers = {}, body, signal, accept } = {}) {
  const sent = { Accept: "application/json, text/event-stream", ...headers };
  const by = token();
  if (by) sent.Authorization = "Bearer " + by;
  const answer = await reach(new URL(path, BASE), { method, headers: sent, body, signal, cache: "no-store", credentials: "omit", redirect: "error" });
  if (!answer.ok && answer.status !== accept) throw await failure(answer, by);
  return answer;
}

/** Whether the gateway can work, and if not, why. */
export async function readiness(signal) {
  return (await ask("GET", "readyz", { signal, accept: 503 })).json();
}

/** How each server of Redis is; none where the gateway is of an older version. */
export async function redisServers(signal) {
  return get("v1/redis", signal).then(({ servers }) => servers, (error) => {
    if (error.status === 404) return [];
    throw error;
  });
}

async function reach(url, options) {
  try {
    return await fetch(url, options);
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw Object.assign(new Error("The gateway does not answer."), { status: 0 });
  }
}

/** The refusal of a token that was replaced meanwhile says nothing of the one that is used now. */
async function failure(answer, by) {
  const problem = await answer.json().catch(() => ({}));
  const fields = (problem.errors ?? []).map((error) => error.detail).filter((detail) => detail && detail !== problem.detail);
  const error = new Error([problem.detail ?? "The gateway answered " + answer.status + ".", ...fields].join("; "));
  error.status = answer.status;
  error.code = problem.code;
  error.errors = problem.errors ?? [];
  if (answer.status === 401 && by === token()) {
    refusal.set(by ? "The gateway does not know this token." : "This gateway asks for a token.");
  }
  return error;
}
