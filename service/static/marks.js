// A document's text with stretches marked. Offsets are those of JavaScript's strings: units of 16 bits.
import { make } from "/static/app.js";

/** Fills a holder with the text; spans: {id, start, end, kind}, which may overlap; strong: [{start, end}], headings. */
export function showMarked(holder, text, spans, strong = []) {
  const placed = spans.filter((one) => one.start !== null && one.start < one.end);
  const edges = [...placed.flatMap((one) => [one.start, one.end]), ...strong.flatMap((one) => [one.start, one.end])];
  const cuts = [...new Set([0, text.length, ...edges])].sort((one, other) => one - other);
  const opening = [...placed].sort((one, other) => one.start - other.start);
  let open = [];
  let headings = [...strong].sort((one, other) => one.start - other.start);
  const parts = [];
  for (let at = 0; at + 1 < cuts.length; at += 1) {
    const [start, end] = [cuts[at], cuts[at + 1]];
    open = open.filter((one) => one.end > start);
    while (opening[0]?.start <= start) open.push(opening.shift());
    while (headings[0]?.end <= start) headings.shift();
    const words = text.slice(start, end);
    const part = open.length ? marked(words, open) : document.createTextNode(words);
    const isStrong = headings[0] && headings[0].start <= start;
    parts.push(isStrong ? make("span", { className: "heading" }, part) : part);
  }
  holder.replaceChildren(...parts);
}

/** The innermost of the spans gives the colour, and answers to a click. */
function marked(words, open) {
  const [inner] = [...open].sort((one, other) => one.end - one.start - (other.end - other.start));
  const ids = open.map((one) => one.id).join(" ");
  return make("mark", { textContent: words, data: { ids, id: inner.id, kind: inner.kind } });
}

/** The marks of one span. */
export function marksOf(holder, id) {
  return holder.querySelectorAll(`mark[data-ids~="${id}"]`);
}

/** Brings a place into the middle of its pane, moving nothing else. */
export function centre(pane, place) {
  if (!place) return;
  const [inside, outside] = [place.getBoundingClientRect(), pane.getBoundingClientRect()];
  if (inside.top < outside.top + 40 || inside.bottom > outside.bottom - 40)
    pane.scrollTop += inside.top - outside.top - (outside.height - Math.min(inside.height, outside.height)) / 2;
}

/** What is selected in the holder, as {start, end} in its text; null where nothing is. */
export function selectedIn(holder) {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  if (!holder.contains(range.startContainer) || !holder.contains(range.endContainer)) return null;
  const before = document.createRange();
  before.selectNodeContents(holder);
  before.setEnd(range.startContainer, range.startOffset);
  const start = before.toString().length;
  return { start, end: start + range.toString().length };
}
