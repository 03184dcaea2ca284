// Lists: a choice takes effect at once.
for (const field of document.querySelectorAll(".filters select"))
  field.addEventListener("change", () => field.form.requestSubmit());
