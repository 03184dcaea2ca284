// Check: findings beside the text; a click or a key on either side shows the other.
import { attempt, call, isTyping, make } from "/static/app.js";
import { centre, marksOf, showMarked } from "/static/marks.js";

const root = document.querySelector("#check");
const place = document.querySelector("#source");
const article = document.querySelector("#text");
const list = document.querySelector("#findings");
const rows = [...list.querySelectorAll("[data-finding]")];
let current = -1;

function spans(findings) {
  return findings.flatMap((one, id) => [
    { id, start: one.start, end: one.end, kind: one.severity },
    ...one.related.map(({ start, end }) => ({ id, start, end, kind: "related" })),
  ]);
}

function choose(id) {
  current = id;
  for (const row of rows) row.removeAttribute("aria-current");
  for (const old of article.querySelectorAll(".current")) old.classList.remove("current");
  const row = rows[id];
  row.setAttribute("aria-current", "true");
  row.focus({ preventScroll: true });
  centre(list.parentElement, row);
  const marks = [...marksOf(article, id)];
  for (const mark of marks) mark.classList.add("current");
  centre(place, marks.find((mark) => mark.dataset.kind !== "related") ?? marks[0]);
}

list.addEventListener("click", (event) => {
  const row = event.target.closest("[data-finding]");
  if (row) choose(Number(row.dataset.finding));
});
article.addEventListener("click", (event) => {
  const mark = event.target.closest("mark");
  if (mark && getSelection().isCollapsed) choose(Number(mark.dataset.id));
});
document.addEventListener("keydown", (event) => {
  if (isTyping(event) || !rows.length || event.target === place) return;
  const way = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 }[event.key];
  if (!way) return;
  event.preventDefault();
  choose(Math.min(Math.max(current + way, 0), rows.length - 1));
});

attempt(async () => {
  const at = `/v1/documents/${root.dataset.document}`;
  const [whole, report] = await Promise.all([call("GET", `${at}/text?offsets=utf16`), call("GET", `${at}/findings?offsets=utf16`)]);
  showMarked(article, whole.text, spans(report.findings), whole.pieces.filter((piece) => piece.kind === "heading"));
});
