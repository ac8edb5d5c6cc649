// JSON as text: numbers keep all of their digits, since nothing is turned into numbers of JavaScript.

/** The members of an object, each as the text that stands for its value. */
export function members(text) {
  const found = new Map();
  let at = skip(text, 0);
  if (text[at] !== "{") return found;
  at = skip(text, at + 1);
  while (text[at] === "\"") {
    const nameEnd = end(text, at);
    const name = JSON.parse(text.slice(at, nameEnd));
    const from = skip(text, skip(text, nameEnd) + 1);
    const to = end(text, from);
    found.set(name, text.slice(from, to));
    at = skip(text, to);
    if (text[at] === ",") at = skip(text, at + 1);
  }
  return found;
}

/** The same value on several lines. */
export function pretty(text) {
  const out = [];
  let depth = 0;
  let at = skip(text, 0);
  while (at < text.length) {
    const sign = text[at];
    if (sign === "{" || sign === "[") {
      const next = skip(text, at + 1);
      if (text[next] === "}" || text[next] === "]") {
        out.push(sign, text[next]);
        at = next + 1;
      } else {
        depth++;
        out.push(sign, line(depth));
        at++;
      }
    } else if (sign === "}" || sign === "]") {
      depth--;
      out.push(line(depth), sign);
      at++;
    } else if (sign === ",") {
      out.push(",", line(depth));
      at++;
    } else if (sign === ":") {
      out.push(": ");
      at++;
    } else {
      const to = scalarEnd(text, at);
      out.push(text.slice(at, to));
      at = to;
    }
    at = skip(text, at);
  }
  return out.join("");
}

function line(depth) {
  return "\n" + "  ".repeat(Math.max(0, depth));
}

/** Where the value that begins here ends. */
function end(text, from) {
  let depth = 0;
  let at = from;
  do {
    const sign = text[at];
    if (sign === "{" || sign === "[") {
      depth++;
      at++;
    } else if (sign === "}" || sign === "]") {
      depth--;
      at++;
    } else if (sign === "," || sign === ":") {
      at++;
    } else {
      at = scalarEnd(text, at);
    }
    if (depth > 0) at = skip(text, at);
  } while (depth > 0 && at < text.length);
  return at;
}

function scalarEnd(text, from) {
  if (text[from] !== "\"") {
    const rest = /[,:\]}\s[{"]/g;
    rest.lastIndex = from + 1;
    return rest.exec(text)?.index ?? text.length;
  }
  let at = from + 1;
  while (at < text.length && text[at] !== "\"") at += text[at] === "\\" ? 2 : 1;
  return Math.min(at + 1, text.length);
}

function skip(text, from) {
  let at = from;
  while (at < text.length && " \n\r\t".includes(text[at])) at++;
  return at;
}
