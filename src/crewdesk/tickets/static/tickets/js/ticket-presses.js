// Small presses on a ticket's page: copy, print, and the answers to "something changed meanwhile".
const page = () => document.querySelector("ticket-page");

const PRESSES = {
  async copy(button) {
    await navigator.clipboard.writeText(button.dataset.copy);
    document.dispatchEvent(new CustomEvent("toast", { detail: { text: button.dataset.copied, kind: "success" } }));
  },
  print() {
    print();
  },
  review() {
    page()?.refresh();
  },
  sendAnyway() {
    page()?.composer.send({ anyway: true });
  },
  saveAnyway(button) {
    const form = document.getElementById("properties");
    form.elements.version.value = button.dataset.saveAnyway;
    form.requestSubmit();
  },
};

document.addEventListener("click", ({ target }) => {
  const button = target.closest?.("button");
  for (const [name, act] of Object.entries(PRESSES)) if (button && name in button.dataset) act(button);
});
