// A native <dialog> with its openers (`data-opens="id"`) and closers (`data-close`).
// With the attribute `open` it opens on arrival and leaves the page when closed: what htmx brings into #dialogs.
const isChanged = (field) =>
  /^(checkbox|radio)$/.test(field.type) ? field.checked !== field.defaultChecked : field.value !== field.defaultValue;

class CrewDialog extends HTMLElement {
  connectedCallback() {
    this.dialog = this.querySelector("dialog");
    if (!this.dialog) return;
    const title = this.dialog.querySelector(".dialog-title");
    if (title && !this.dialog.hasAttribute("aria-labelledby")) {
      title.id ||= `${this.id || "dialog"}-title`;
      this.dialog.setAttribute("aria-labelledby", title.id);
    }
    this.dialog.addEventListener("click", (event) => event.target.closest("[data-close]") && this.close());
    this.dialog.addEventListener("mousedown", (event) => event.target === this.dialog && this.dismiss());
    this.dialog.addEventListener("close", () => this.hasAttribute("open") && this.remove());
    if (this.hasAttribute("open")) this.show();
  }

  show() {
    if (!this.dialog.open) this.dialog.showModal();
  }

  close() {
    this.dialog.close();
  }

  /** A press beside the dialog closes it, unless that would throw away what somebody typed. */
  dismiss() {
    const typed = [...this.dialog.querySelectorAll("input:not([type=hidden]), textarea")].some(isChanged);
    if (!typed) this.close();
  }
}
customElements.define("crew-dialog", CrewDialog);

document.addEventListener("click", (event) => {
  const opener = event.target.closest?.("[data-opens]");
  if (opener) document.getElementById(opener.dataset.opens)?.show();
});
