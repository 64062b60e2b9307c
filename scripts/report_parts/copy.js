// Copies a table as tab-separated text, which a spreadsheet pastes as cells.
function copyByHand(text) {
  const area = document.createElement("textarea");
  area.value = text;
  document.body.append(area);
  area.select();
  document.execCommand("copy");
  area.remove();
}

document.addEventListener("click", async ({ target }) => {
  if (!target.matches("button[data-copy]")) return;
  const rows = [...target.parentNode.querySelectorAll("tr")];
  const text = rows.map((row) => [...row.cells].map((cell) => cell.textContent).join("\t")).join("\n");
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    copyByHand(text);
  }
  target.textContent = "Copied";
  setTimeout(() => (target.textContent = "Copy table"), 1500);
});
