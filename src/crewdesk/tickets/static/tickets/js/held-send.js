// A public reply is held for a few seconds in which it can be taken back: here and not on the server, because what the
// server has, a customer's page may show (docs/decisions/0008-held-sends.md).
const SECONDS = 5;

export class HeldSend {
  /** `texts`: sending, undo, sendNow. `act`: send and undo. */
  constructor(composer, form, act) {
    this.composer = composer;
    this.form = form;
    this.act = act;
  }

  get isOn() {
    return Boolean(this.timer);
  }

  begin({ sending, undo, sendNow }) {
    if (this.isOn) return;
    this.form.inert = true;
    this.note = Object.assign(document.createElement("div"), { className: "held", role: "status", tabIndex: -1 });
    this.note.append(
      Object.assign(document.createElement("span"), { textContent: sending }),
      this.button(undo, () => this.act.undo(), "z"),
      this.button(sendNow, () => this.act.send()),
    );
    this.composer.append(this.note);
    // Not onto a button: a hand that is still on Ctrl+Enter would press it.
    this.note.focus();
    this.timer = setTimeout(() => this.act.send(), SECONDS * 1000);
  }

  button(text, press, key) {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "button small", textContent: text });
    button.addEventListener("click", press);
    if (key) button.dataset.key = key;
    return button;
  }

  end() {
    clearTimeout(this.timer);
    this.timer = null;
    this.note?.remove();
    this.form.inert = false;
  }
}
