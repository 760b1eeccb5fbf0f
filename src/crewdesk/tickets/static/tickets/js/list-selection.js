// Ticked rows of a list: a press with Shift ticks everything between; the bar below says how many.
export class ListSelection {
  constructor(list, signal) {
    this.list = list;
    this.last = null;
    this.bar = document.getElementById("bulk");
    list.addEventListener("change", () => this.count(), { signal });
    this.count();
    this.bar?.addEventListener("reset", () => setTimeout(() => this.count()), { signal });
  }

  get boxes() {
    return [...this.list.querySelectorAll("input[name=number]")];
  }

  pressed(event) {
    const box = event.target.closest("input[name=number]");
    if (!box) return;
    if (event.shiftKey && this.last?.isConnected) this.tickBetween(this.last, box);
    this.last = box;
  }

  tickBetween(one, other) {
    const boxes = this.boxes;
    const [from, to] = [boxes.indexOf(one), boxes.indexOf(other)].sort((a, b) => a - b);
    for (const box of boxes.slice(from, to + 1)) box.checked = other.checked;
    this.count();
  }

  toggle(link) {
    link?.closest(".ticket-row").querySelector("input[name=number]").click();
  }

  toggleAll() {
    const wanted = this.boxes.some((box) => !box.checked);
    for (const box of this.boxes) box.checked = wanted;
    this.count();
  }

  count() {
    let ticked = 0;
    for (const box of this.boxes) {
      box.closest(".ticket-row").classList.toggle("is-selected", box.checked);
      ticked += box.checked ? 1 : 0;
    }
    const label = this.bar?.querySelector("[data-count]");
    // Keys press even what is not to be seen; with nothing ticked there is nothing to do.
    for (const button of this.bar?.querySelectorAll("button[data-key]") || []) button.disabled = ticked === 0;
    if (label) label.textContent = this.list.dataset.selected.replace("#", ticked);
  }
}
