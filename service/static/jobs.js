// What becomes of files, as the service tells it.
let source;
let wanted = true;

/** Calls back with {jobs, sums} now and whenever something changes; begins anew when more files were taken in. */
export function watch(told) {
  const open = () => {
    source?.close();
    source = new EventSource("/v1/jobs/events");
    source.addEventListener("jobs", (event) => told(JSON.parse(event.data)));
    source.addEventListener("idle", () => source.close());
  };
  if (wanted) document.addEventListener("taken", open);
  wanted = false;
  open();
}
