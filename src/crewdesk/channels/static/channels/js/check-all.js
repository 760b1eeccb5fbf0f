// A checkbox that checks all others of its form. Without script it is not there.
class CheckAll extends HTMLElement {
  connectedCallback() {
    this.box = this.querySelector("input");
    this.box.hidden = false;
    this.form = this.closest("form");
    this.form.addEventListener("change", (event) => (event.target === this.box ? this.checkAll() : this.show()));
  }

  get others() {
    return [...this.form.querySelectorAll('input[type="checkbox"]')].filter((box) => box !== this.box);
  }

  checkAll() {
    for (const box of this.others) box.checked = this.box.checked;
  }

  show() {
    const checked = this.others.filter((box) => box.checked).length;
    this.box.checked = checked === this.others.length;
    this.box.indeterminate = checked > 0 && !this.box.checked;
  }
}
customElements.define("check-all", CheckAll);
