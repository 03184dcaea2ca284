// Files dropped on a page that is about something else: a small list of what becomes of them.
import { make } from "/static/app.js";
import { watch } from "/static/jobs.js";
import { outgoing } from "/static/send.js";

const tray = document.querySelector("#tray");
const list = tray.querySelector("ul");
const mine = new Map();

function show() {
  tray.hidden = !outgoing.length && !mine.size;
  const sent = outgoing.map((one) => line(one.name, one.error ?? `上传 ${Math.round(one.share * 100)}%`));
  list.replaceChildren(...sent, ...[...mine.values()].map((one) => line(one.upload.name, one.status)));
}

function line(name, words) {
  return make("li", {}, make("span", { textContent: name }), make("span", { className: "soft", textContent: words }));
}

document.addEventListener("sending", show);
document.addEventListener("taken", ({ detail }) => {
  for (const upload of detail) mine.set(upload.id, { upload, status: "排队" });
  if (mine.size === detail.length) watch(({ jobs }) => {
    for (const job of jobs) if (mine.has(job.upload.id)) mine.set(job.upload.id, job);
    show();
  });
  show();
});
tray.querySelector("button").addEventListener("click", () => (tray.hidden = true));
