// Pages of a PDF or a scan as pictures, with a box around the words of every record, or the paragraph that holds them.
import { call, make } from "/static/app.js";

/** Draws the pages into a holder. pieces: the text's pieces with their boxes, and {id, kind} of the records in them. */
export async function showSheets(holder, number, pieces, chosen) {
  const [pages, places] = await Promise.all([
    call("GET", `/v1/documents/${number}/pages`),
    call("GET", `/documents/${number}/places`).catch(() => []), // then there are the paragraphs' boxes
  ]);
  const kinds = new Map(pieces.flatMap((piece) => piece.holds.map((one) => [one.id, one.kind])));
  const exact = new Set(places.map((one) => one.id));
  for (const { page, width, height } of pages) {
    const image = make("img", { src: `/v1/documents/${number}/pages/${page}.png`, alt: `第${page}页`, width, height, loading: "lazy" });
    const caption = make("figcaption", { textContent: `${page} / ${pages.length}` });
    const paragraphs = pieces
      .filter((piece) => piece.page === page && piece.box)
      .map((piece) => ({ box: piece.box, ids: piece.holds.map((one) => one.id).filter((id) => !exact.has(id)) }))
      .filter(({ ids }) => ids.length)
      .map(({ box, ids }) => boxed(box, ids, "", width, height, chosen));
    const words = places
      .filter((place) => place.page === page)
      .flatMap(({ id, boxes }) => boxes.map((box) => boxed(box, [id], kinds.get(id), width, height, chosen)));
    holder.append(make("figure", { className: "sheet" }, image, caption, ...paragraphs, ...words));
  }
}

function boxed([left, top, right, bottom], ids, kind, width, height, chosen) {
  const sum = kind ? null : make("span", { className: "sum", textContent: ids.length });
  const made = make("div", { className: "box", data: { ids: ids.join(" "), kind } }, sum);
  const share = (length, whole) => `${(100 * length) / whole}%`;
  made.style.left = share(left - 1, width);
  made.style.top = share(top - 1, height);
  made.style.width = share(right - left + 2, width);
  made.style.height = share(bottom - top + 2, height);
  made.addEventListener("click", () => chosen(ids));
  return made;
}
