// Writes a reply or a note: keeps the draft on the server, takes files in, holds a public reply for a moment.
import "./crew-editor.js";
import { FileTray } from "./file-tray.js";
import { HeldSend } from "./held-send.js";
import { Mentions } from "./mentions.js";

const DRAFT_PAUSE = 1200;
const TYPING_FOR = 6000;

class TicketComposer extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    this.editor = this.querySelector("crew-editor");
    this.tray = new FileTray(this);
    this.mentions = new Mentions(this);
    this.held = new HeldSend(this, this.form, { send: () => this.send(), undo: () => this.undo() });
    this.form.addEventListener("submit", (event) => this.submitted(event), { capture: true });
    this.form.addEventListener("input", (event) => event.target.matches("textarea") && this.typed());
    this.form.addEventListener("change", (event) => event.target.name === "public" && this.turned());
    this.form.addEventListener("click", (event) => event.target.matches("[data-key][name=public]") && !event.detail && this.editor.focusEnd());
    this.flush = () => this.held.isOn && this.sendOnLeaving();
    addEventListener("pagehide", this.flush);
    this.form.classList.toggle("is-internal", this.isInternal);
  }

  disconnectedCallback() {
    removeEventListener("pagehide", this.flush);
    clearTimeout(this.drafting);
    this.flush();
  }

  get hasText() {
    return Boolean(this.editor.area?.value.trim()) || Boolean(this.tray.token);
  }

  get isTyping() {
    return Date.now() - (this.lastTyped || 0) < TYPING_FOR;
  }

  get isInternal() {
    return this.form.elements.public.value === "no";
  }

  turned() {
    this.form.classList.toggle("is-internal", this.isInternal);
    this.editor.focusEnd();
    this.saveSoon();
  }

  typed() {
    const wasTyping = this.isTyping;
    this.lastTyped = Date.now();
    if (!wasTyping) this.closest("ticket-page")?.beat();
    this.saveSoon();
  }

  saveSoon() {
    clearTimeout(this.drafting);
    this.drafting = setTimeout(() => this.saveDraft(), DRAFT_PAUSE);
  }

  async saveDraft() {
    const answer = await this.post(this.dataset.draft, new FormData(this.form)).catch(() => null);
    const clock = new Date().toLocaleTimeString(document.documentElement.lang, { hour: "numeric", minute: "2-digit" });
    this.querySelector("[data-state]").textContent = answer?.ok ? `${this.dataset.saved} ${clock}` : "";
  }

  post(url, body, more = {}) {
    body.delete("files");
    return fetch(url, { method: "POST", body, headers: { "X-CSRFToken": this.form.elements.csrfmiddlewaretoken.value }, ...more });
  }

  submitted(event) {
    clearTimeout(this.drafting);
    const goes = this.hasText && (this.isInternal || this.isReleased);
    this.isReleased = false;
    this.button = event.submitter || this.form.querySelector("[type=submit]");
    this.choose(this.button);
    if (goes) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (!this.hasText) return this.editor.focusEnd();
    this.saveDraft();
    this.held.begin(this.dataset);
  }

  // htmx sends the value of a button that was pressed this moment, and a held reply goes seconds later.
  choose(button) {
    const status = this.form.querySelector("input[name=status]");
    if (status) status.value = button.name === "status" ? button.value : "";
  }

  undo() {
    this.held.end();
    this.editor.focusEnd();
  }

  send({ anyway = false } = {}) {
    this.held.end();
    this.form.querySelector("[name=send_anyway]").value = anyway ? "on" : "";
    this.isReleased = true;
    this.form.requestSubmit(this.button?.isConnected ? this.button : undefined);
  }

  // Browsers let 64 KB go out of a page that is closing; a longer reply stays as the draft that was saved when it was held.
  sendOnLeaving() {
    this.held.end();
    const body = new FormData(this.form, this.button?.isConnected ? this.button : undefined);
    this.post(this.form.action, body, { keepalive: true }).catch(() => null);
  }

  tell(text, kind) {
    document.dispatchEvent(new CustomEvent("toast", { detail: { text, kind } }));
  }
}
customElements.define("ticket-composer", TicketComposer);
