// A notice that leaves by itself, waits while it is read, and may offer to undo. Bad news stays until dismissed.
const SECONDS = 6;
const SECONDS_TO_UNDO = 10;
const MOST_AT_ONCE = 4;
const CROSS = "M4 4l8 8M12 4l-8 8";

const isBad = (kind) => kind === "danger" || kind === "error";

class CrewToast extends HTMLElement {
  connectedCallback() {
    this.classList.add("toast");
    if (isBad(this.getAttribute("kind"))) this.role = "alert";
    this.seconds = Number(this.getAttribute("seconds") ?? (isBad(this.getAttribute("kind")) ? 0 : SECONDS));
    if (!this.querySelector("[data-dismiss]")) this.append(this.closer());
    for (const name of ["pointerenter", "focusin"]) this.addEventListener(name, () => clearTimeout(this.timer));
    for (const name of ["pointerleave", "focusout"]) this.addEventListener(name, () => this.start());
    this.start();
  }

  disconnectedCallback() {
    clearTimeout(this.timer);
  }

  start() {
    clearTimeout(this.timer);
    if (this.seconds) this.timer = setTimeout(() => this.remove(), this.seconds * 1000);
  }

  closer() {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button quiet small icon-only";
    button.dataset.dismiss = "";
    button.ariaLabel = document.getElementById("toaster").dataset.close;
    button.innerHTML = `<svg class="icon" width="16" height="16" viewBox="0 0 16 16" fill="none" stroke="currentColor" stroke-width="1.5" stroke-linecap="round" aria-hidden="true"><path d="${CROSS}"/></svg>`;
    button.addEventListener("click", () => this.remove());
    return button;
  }
}
customElements.define("crew-toast", CrewToast);

function undoButton(undo, toast) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button small";
  button.textContent = undo.label;
  button.addEventListener("click", async () => {
    button.ariaBusy = "true";
    await window.htmx.ajax("POST", undo.url, { source: document.body, swap: "none" });
    toast.remove();
  });
  return button;
}

/** Show `{text, kind, undo: {url, label}, seconds}`; the event `toast` on document, or from htmx's HX-Trigger header. */
function show({ text, value, kind = "info", undo, seconds }) {
  const toaster = document.getElementById("toaster");
  const toast = document.createElement("crew-toast");
  const line = document.createElement("p");
  line.className = "toast-text";
  line.textContent = text ?? value;
  toast.append(line);
  toast.setAttribute("kind", kind);
  if (undo) toast.append(undoButton(undo, toast));
  if (seconds ?? undo) toast.setAttribute("seconds", seconds ?? SECONDS_TO_UNDO);
  toaster.append(toast);
  while (toaster.children.length > MOST_AT_ONCE) toaster.firstElementChild.remove();
}
document.addEventListener("toast", (event) => show(event.detail));
