"use strict";
// Tables sort by the column whose head is clicked: by data-value where a cell has one, else by its text.
document.querySelectorAll("th").forEach(head => head.addEventListener("click", () => {
  const up = head.getAttribute("aria-sort") !== "ascending";
  head.parentNode.querySelectorAll("th").forEach(other => other.removeAttribute("aria-sort"));
  head.setAttribute("aria-sort", up ? "ascending" : "descending");
  const body = head.closest("table").tBodies[0];
  const key = row => row.cells[head.cellIndex].dataset.value ?? row.cells[head.cellIndex].textContent;
  const compare = (a, b) => key(a).localeCompare(key(b), undefined, { numeric: true });
  [...body.rows].sort((a, b) => up ? compare(a, b) : compare(b, a)).forEach(row => body.append(row));
}));
document.querySelectorAll("form[data-ask]").forEach(form => form.addEventListener("submit", event => {
  if (!confirm(form.dataset.ask)) event.preventDefault();
}));

// A log: what is shown are the bytes from start to end; more can be had before and behind them.
const log = document.querySelector("pre[data-log]");
if (log) {
  let start = Number(log.dataset.start), end = Number(log.dataset.end), total = Number(log.dataset.total);
  const step = Number(log.dataset.step);
  const more = document.getElementById("more"), fresh = document.getElementById("new"), range = document.getElementById("range"), note = document.getElementById("note");
  const show = () => {
    range.textContent = `Bytes ${start} - ${end} of ${total}`;
    more.disabled = start === 0;
  };
  const load = async (offset, length) => {
    const answer = await fetch(`/log/?${log.dataset.log}&offset=${offset}&byteLength=${length}`);
    const text = await answer.text();
    const head = text.match(/^==== Bytes (\d+)-(\d+) of (\d+) of .*====\n/);
    if (!answer.ok || !head) throw new Error(text);
    total = Number(head[3]);
    return [Number(head[1]), Number(head[2]), text.slice(head[0].length)];
  };
  const attempt = action => async () => {
    try { await action(); note.textContent = ""; } catch (error) { note.textContent = "The log cannot be read: " + error.message; }
    show();
  };
  more.addEventListener("click", attempt(async () => {
    const from = Math.max(0, start - step);
    const [got, , text] = await load(from, start - from);
    log.prepend(text);
    start = got;
  }));
  fresh.addEventListener("click", attempt(async () => {
    const [got, until, text] = await load(end, step);
    if (until < end) { log.textContent = ""; start = got; }
    log.append(text);
    end = until;
    window.scrollTo(0, document.body.scrollHeight);
  }));
  show();
  window.scrollTo(0, document.body.scrollHeight);
}
