// A table whose rows are known by their keys: an update changes cells, and takes neither focus nor
// selection. A column is { name, show, number, sort, kind, if }; one that is for some rows only is left
// out when there are none.

import { html } from "../vendor/preact-htm.js";

export function Table({ label, columns, rows, keyOf, sort, onSort, rowClass, select }) {
  const shown = columns.filter((column) => column && (!column.if || rows.some(column.if)));
  const keys = select ? rows.map(keyOf) : [];
  const all = select && keys.length > 0 && keys.every((key) => select.has(key));
  return html`<div class="wide" role="region" aria-label=${label} tabindex="0"><table aria-label=${label}>
    <thead><tr>
      ${select ? html`<th scope="col" class="tick"><input type="checkbox" aria-label="Select all that are shown" checked=${all}
        onChange=${() => select.set(all ? [] : keys)} /></th>` : ""}
      ${shown.map((column) => html`<${Title} key=${column.name} column=${column} sort=${sort} onSort=${onSort} />`)}
    </tr></thead>
    <tbody>${rows.map((row) => {
      const key = keyOf(row);
      return html`<tr key=${key} class=${rowClass?.(row) ?? null}>
        ${select ? html`<td class="tick"><input type="checkbox" aria-label=${"Select " + key} checked=${select.has(key)} onChange=${() => select.toggle(key)} /></td>` : ""}
        ${shown.map((column) => html`<td key=${column.name} class=${column.number ? "number" : column.kind ?? null} data-name=${column.name}>${column.show(row)}</td>`)}
      </tr>`;
    })}</tbody>
  </table></div>`;
}

function Title({ column, sort, onSort }) {
  const kind = column.number ? "number" : column.kind ?? null;
  if (!column.sort || !onSort) return html`<th scope="col" class=${kind}>${column.name}</th>`;
  const down = sort === "-" + column.name;
  const up = sort === column.name;
  return html`<th scope="col" class=${kind} aria-sort=${down ? "descending" : up ? "ascending" : null}>
    <button type="button" class="sort" onClick=${() => onSort(down ? column.name : "-" + column.name)}>${column.name}<span aria-hidden="true">${down ? " ↓" : up ? " ↑" : ""}</span></button>
  </th>`;
}

/** The rows in the order that the address asks for: "name", or "-name" from the largest. */
export function sorted(rows, columns, sort) {
  const name = sort?.replace(/^-/, "");
  const by = columns.find((column) => column && column.name === name)?.sort;
  if (!by) return rows;
  const turn = sort.startsWith("-") ? -1 : 1;
  return [...rows].sort((one, other) => {
    const a = by(one);
    const b = by(other);
    return turn * (typeof a === "string" ? a.localeCompare(b) : (a ?? 0) - (b ?? 0));
  });
}
