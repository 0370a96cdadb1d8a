// A file can be dropped anywhere on the marked place; without a script the file field alone does the same.
"use strict";
for (const place of document.querySelectorAll("[data-dropzone]")) {
  const field = place.querySelector("input[type=file]");
  const mark = (over) => place.classList.toggle("dropzone-over", over);
  place.addEventListener("dragover", (event) => { event.preventDefault(); mark(true); });
  place.addEventListener("dragleave", () => mark(false));
  place.addEventListener("drop", (event) => {
    event.preventDefault();
    mark(false);
    if (event.dataTransfer.files.length) field.files = event.dataTransfer.files;
  });
}
