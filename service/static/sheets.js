// Pages of a PDF or a scan as pictures, with a box around every piece of text that holds records.
import { call, make } from "/static/app.js";

/** Draws the pages into a holder; pieces: the text's pieces with their boxes; chosen is told which records a box holds. */
export async function showSheets(holder, number, pieces, chosen) {
  const pages = await call("GET", `/v1/documents/${number}/pages`);
  for (const { page, width, height } of pages) {
    const image = make("img", { src: `/v1/documents/${number}/pages/${page}.png`, alt: `第${page}页`, width, height, loading: "lazy" });
    const caption = make("figcaption", { textContent: `${page} / ${pages.length}` });
    const boxes = pieces.filter((piece) => piece.page === page && piece.box && piece.ids.length);
    holder.append(make("figure", { className: "sheet" }, image, caption, ...boxes.map((piece) => box(piece, width, height, chosen))));
  }
}

function box({ box: [left, top, right, bottom], ids }, width, height, chosen) {
  const made = make("div", { className: "box", data: { ids: ids.join(" ") } }, make("span", { className: "sum", textContent: ids.length }));
  const share = (length, whole) => `${(100 * length) / whole}%`;
  made.style.left = share(left - 2, width);
  made.style.top = share(top - 2, height);
  made.style.width = share(right - left + 4, width);
  made.style.height = share(bottom - top + 4, height);
  made.addEventListener("click", () => chosen(ids));
  return made;
}
