// Finds the proof of work while somebody writes. Where that fails the form is sent without one, and confirmed by e-mail instead.
class RequestProof extends HTMLElement {
  connectedCallback() {
    this.form = this.closest("form");
    this.answer = this.querySelector("[name=answer]");
    this.form.addEventListener("input", () => this.begin(), { once: true });
    // Before the form's own listener, which takes the form for sent.
    this.form.addEventListener("submit", (event) => this.hold(event), { capture: true });
  }

  begin() {
    this.proof ??= this.answer.value ? Promise.resolve() : this.find();
    return this.proof;
  }

  find() {
    return new Promise((resolve) => {
      const worker = new Worker(this.getAttribute("worker"));
      const end = ({ data }) => {
        this.answer.value = data ?? "";
        this.isDone = true;
        worker.terminate();
        resolve();
      };
      worker.addEventListener("message", end);
      worker.addEventListener("error", () => end({}));
      worker.postMessage({ text: this.getAttribute("challenge"), bits: Number(this.getAttribute("bits")) });
    });
  }

  hold(event) {
    if (this.answer.value || this.isDone || event.submitter?.name) return;
    event.preventDefault();
    const { submitter } = event;
    submitter?.setAttribute("aria-busy", "true");
    this.begin().then(() => this.form.requestSubmit(submitter));
  }
}
customElements.define("request-proof", RequestProof);
