// Files on their way to the service: from a drop anywhere on any page, or from the form.
import { headers, notice } from "/static/app.js";

const AT_ONCE = 2;
/** Files that are being sent, or could not be: {name, share, error}. Listen to «sending» on document for changes. */
export const outgoing = [];
const queue = [];
let active = 0;

/** Sends files one request each, so that one that is refused stops no other. */
export function send(files, fields = {}) {
  for (const file of files) {
    const item = { name: file.name, share: 0, error: null };
    outgoing.push(item);
    queue.push({ file, fields, item });
  }
  changed();
  while (active < AT_ONCE && queue.length) next();
}

function next() {
  const { file, fields, item } = queue.shift();
  active += 1;
  post(file, fields, item)
    .then((jobs) => {
      outgoing.splice(outgoing.indexOf(item), 1);
      document.dispatchEvent(new CustomEvent("taken", { detail: jobs }));
    })
    .catch((error) => {
      item.error = error.message;
      notice(`${file.name}：${error.message}`, true);
    })
    .finally(() => {
      active -= 1;
      if (queue.length) next();
      changed();
    });
}

function post(file, fields, item) {
  const body = new FormData();
  body.append("file", file);
  for (const [name, value] of Object.entries(fields)) if (value) body.append(name, value);
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest(); // fetch tells nothing of how far an upload has got
    request.open("POST", "/v1/documents");
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.responseType = "json";
    request.upload.addEventListener("progress", (event) => {
      item.share = event.total ? event.loaded / event.total : 0;
      changed();
    });
    request.addEventListener("load", () =>
      request.status === 202
        ? resolve(request.response.jobs)
        : reject(new Error(request.response?.error?.message ?? "没有收下，请重试")),
    );
    request.addEventListener("error", () => reject(new Error("上传中断，请重试")));
    request.send(body);
  });
}

function changed() {
  document.dispatchEvent(new Event("sending"));
}

window.addEventListener("beforeunload", (event) => {
  if (active) event.preventDefault();
});

const falling = document.querySelector("#falling");
const holdsFiles = (event) => event.dataTransfer?.types.includes("Files");
document.addEventListener("dragover", (event) => {
  if (!holdsFiles(event)) return;
  event.preventDefault();
  falling.hidden = false;
});
document.addEventListener("dragleave", (event) => {
  if (!event.relatedTarget) falling.hidden = true;
});
document.addEventListener("drop", (event) => {
  falling.hidden = true;
  if (!holdsFiles(event)) return;
  event.preventDefault();
  const { unit, month } = document.querySelector("#drop") ?? {};
  send([...event.dataTransfer.files], { unit: unit?.value, month: month?.value });
});
