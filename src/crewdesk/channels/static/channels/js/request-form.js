// The form while it is filled in: shows the fields that a choice asks for, and is sent once. The server checks all of it anew.
class RequestForm extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    this.conditions = JSON.parse(this.getAttribute("conditions"));
    this.always = new Set(JSON.parse(this.getAttribute("always")));
    this.fields = new Map([...this.querySelectorAll("[data-field]")].map((field) => [Number(field.dataset.field), field]));
    // Fields come and go under the visitor's eyes: the server need not show them once more.
    this.form.elements.seen.value = "all";
    this.form.addEventListener("input", () => this.settle());
    this.form.addEventListener("submit", (event) => this.send(event));
    addEventListener("pageshow", () => this.rest());
    this.settle();
  }

  settle() {
    const { shown, needed } = this.wanted();
    for (const [id, field] of this.fields) {
      field.hidden = !shown.has(id);
      field.classList.toggle("is-needed", needed.has(id));
    }
  }

  // Children are shown where a shown parent holds the right value; see tickets/operations/conditions.py.
  wanted() {
    const children = new Set(this.conditions.flatMap((each) => each.children.map((child) => child.id)));
    const shown = new Set([...this.fields.keys()].filter((id) => !children.has(id)));
    let met = [];
    for (let before = -1; before !== shown.size; ) {
      before = shown.size;
      met = this.conditions.filter((each) => shown.has(each.parent) && this.holds(each));
      for (const child of met.flatMap((each) => each.children)) if (this.fields.has(child.id)) shown.add(child.id);
    }
    const asked = met.flatMap((each) => each.children.filter((child) => child.required).map((child) => child.id));
    return { shown, needed: new Set([...asked, ...[...this.always].filter((id) => shown.has(id))]) };
  }

  holds({ parent, value }) {
    const inputs = [...this.fields.get(parent).querySelectorAll("input, select, textarea")];
    const boxes = inputs.filter((input) => input.type === "checkbox");
    if (boxes.length && boxes[0].value === "on") return String(boxes[0].checked) === String(value).toLowerCase();
    if (boxes.length) return boxes.some((box) => box.checked && box.value === String(value));
    return inputs[0].value === String(value);
  }

  send(event) {
    if (event.defaultPrevented) return;
    if (this.isSent) event.preventDefault();
    this.isSent = true;
    event.submitter?.setAttribute("aria-busy", "true");
  }

  // Whoever comes back to the page may send again.
  rest() {
    this.isSent = false;
    for (const button of this.querySelectorAll("[aria-busy]")) button.removeAttribute("aria-busy");
  }
}
customElements.define("request-form", RequestForm);
