// A grouped list of choices beside a text field: the palette's results. `fill([{label, detail, keys, group, …}])`,
// `step(±1)`, `current`; a press sends `choose` with the choice as detail. The field keeps the focus (`input-id`).
const make = (tag, className, text = "") => Object.assign(document.createElement(tag), { className, textContent: text });

class CrewOptions extends HTMLElement {
  connectedCallback() {
    this.role = "listbox";
    this.options = [];
    this.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) this.dispatchEvent(new CustomEvent("choose", { detail: option.choice, bubbles: true }));
    });
    this.addEventListener("pointermove", (event) => {
      const number = this.options.indexOf(event.target.closest("[role=option]"));
      if (number >= 0 && number !== this.here) this.mark(number);
    });
  }

  get field() {
    return document.getElementById(this.getAttribute("input-id"));
  }

  get current() {
    return this.options[this.here]?.choice;
  }

  fill(choices) {
    this.replaceChildren();
    for (const [name, members] of Map.groupBy(choices, (choice) => choice.group || "")) {
      const group = Object.assign(make("div", "options-group"), { role: "group", ariaLabel: name });
      if (name) group.append(Object.assign(make("div", "options-name", name), { ariaHidden: "true" }));
      group.append(...members.map((choice) => this.option(choice)));
      this.append(group);
    }
    this.hidden = !choices.length;
    this.options = [...this.querySelectorAll("[role=option]")];
    this.options.forEach((option, number) => (option.id = `${this.id}-${number}`));
    this.mark(0);
  }

  option(choice) {
    const option = Object.assign(make("div", "option"), { role: "option", choice });
    option.append(make("span", "option-label", choice.label), make("span", "option-detail", choice.detail || ""));
    if (choice.keys) option.append(make("kbd", "", choice.keys));
    return option;
  }

  step(by) {
    const count = this.options.length;
    if (count) this.mark((this.here + by + count) % count);
  }

  mark(number) {
    this.here = number;
    this.options.forEach((option, at) => option.setAttribute("aria-selected", String(at === number)));
    this.field.setAttribute("aria-activedescendant", this.options[number]?.id || "");
    this.options[number]?.scrollIntoView({ block: "nearest" });
  }
}
customElements.define("crew-options", CrewOptions);
