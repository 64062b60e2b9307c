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
  let before = [];
  const lines = [...target.parentNode.querySelectorAll("tr")].map((row) => {
    const cells = [...row.cells].map((cell) => cell.textContent);
    before = [...cells, ...before.slice(cells.length)]; // a cell that spans rows stands for each of them
    return before.join("\t");
  });
  const text = lines.join("\n");
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    copyByHand(text);
  }
  target.textContent = "Copied";
  setTimeout(() => (target.textContent = "Copy table"), 1500);
});
