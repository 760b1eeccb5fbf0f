// In a dialog that asks for another ticket, a press on one that was found fills in its number.
document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-pick]");
  if (!button) return;
  const field = button.closest("form").elements.other;
  field.value = `#${button.dataset.pick}`;
  field.focus();
});
