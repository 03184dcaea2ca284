// What becomes of files, as the service tells it.
let source;
let isFirst = true;

/** Calls back with {jobs, sums} now and whenever something changes; begins anew when more files were taken in. */
export function watch(told) {
  const open = () => {
    source?.close();
    const mine = new EventSource("/v1/jobs/events");
    mine.addEventListener("jobs", (event) => told(JSON.parse(event.data)));
    mine.addEventListener("idle", () => mine.close());
    source = mine;
  };
  if (isFirst) document.addEventListener("taken", open);
  isFirst = false;
  open();
}
