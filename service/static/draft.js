import { call, notice } from "/static/app.js";

document.querySelector("#gaps").addEventListener("submit", async (event) => {
  event.preventDefault();
  const filled = Object.fromEntries([...new FormData(event.target)].filter(([, words]) => words.trim()));
  try {
    await call("PUT", `/v1/drafts/${event.target.dataset.draft}/filled`, { filled });
    location.reload();
  } catch (error) {
    notice(error.message);
  }
});
