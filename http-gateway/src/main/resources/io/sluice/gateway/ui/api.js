// Talks to the gateway. The token stays in this tab, and is gone when the tab is.

const KEY = "sluice.token";

export function token() {
  return sessionStorage.getItem(KEY) ?? "";
}

export function keepToken(value) {
  if (value) sessionStorage.setItem(KEY, value);
  else sessionStorage.removeItem(KEY);
}

export function queuePath(queue, ...more) {
  return "/v1/queues/" + [queue, ...more].map(encodeURIComponent).join("/");
}

/** What the answer holds; an error with the problem's own words when it is one. */
export async function get(path, signal, reviver) {
  const text = await (await ask("GET", path, { signal })).text();
  return JSON.parse(text, reviver);
}

/** Acts; the header says that this page asks, which no other site can make a browser send. */
export async function post(path, body) {
  const headers = { "X-Sluice-UI": "1" };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  const answer = await ask("POST", path, { headers, body: body === undefined ? undefined : JSON.stringify(body) });
  const text = await answer.text();
  return text ? JSON.parse(text) : null;
}

/** The answer itself, for who reads it bit by bit. */
export async function ask(method, path, { headers = {}, body, signal } = {}) {
  const sent = { Accept: "application/json, text/event-stream", ...headers };
  if (token()) sent.Authorization = "Bearer " + token();
  const answer = await fetch(path, { method, headers: sent, body, signal, cache: "no-store", credentials: "omit", redirect: "error" });
  if (!answer.ok) throw await failure(answer);
  return answer;
}

async function failure(answer) {
  const problem = await answer.json().catch(() => ({}));
  const error = new Error(problem.detail ?? "the gateway answered " + answer.status);
  error.status = answer.status;
  error.code = problem.code;
  return error;
}
