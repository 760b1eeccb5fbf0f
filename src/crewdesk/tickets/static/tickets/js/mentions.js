// In notes, @ and a few letters offer colleagues. A mention is their name after the @: the server finds it there again.
const PAUSE = 120;
const TAIL = /(?:^|\s)@([\p{L}\p{M}\d'.-]*(?: [\p{L}\p{M}\d'.-]*)?)$/u;

export class Mentions {
  constructor(composer) {
    this.composer = composer;
    composer.form.addEventListener("input", (event) => event.target.matches("textarea") && this.look());
    composer.addEventListener("keydown", (event) => this.pressed(event), { capture: true });
  }

  get typed() {
    const { editor } = this.composer.editor;
    if (!editor || !this.composer.isInternal || !editor.state.selection.empty) return null;
    const { $from } = editor.state.selection;
    return $from.parent.textBetween(0, $from.parentOffset, null, "￼").match(TAIL)?.[1] ?? null;
  }

  look() {
    clearTimeout(this.wait);
    if (this.typed === null) return this.close();
    this.wait = setTimeout(() => this.ask(), PAUSE);
  }

  async ask() {
    const typed = this.typed;
    if (typed === null) return this.close();
    const url = new URL(this.composer.dataset.people, location.href);
    url.searchParams.set("q", typed);
    const answer = await fetch(url, { headers: { Accept: "application/json" } }).catch(() => null);
    if (!answer?.ok || typed !== this.typed) return;
    this.show((await answer.json()).people);
  }

  show(people) {
    this.close();
    if (!people.length) return;
    this.box = Object.assign(document.createElement("div"), { className: "menu mention-menu", role: "listbox" });
    for (const person of people) {
      const option = Object.assign(document.createElement("button"), { type: "button", className: "menu-item", role: "option", textContent: person.label });
      option.addEventListener("mousedown", (event) => event.preventDefault());
      option.addEventListener("click", () => this.choose(person));
      this.box.append(option);
    }
    this.people = people;
    this.composer.append(this.box);
    this.mark(0);
  }

  mark(number) {
    this.here = (number + this.people.length) % this.people.length;
    [...this.box.children].forEach((option, at) => option.setAttribute("aria-selected", String(at === this.here)));
  }

  pressed(event) {
    if (!this.box) return;
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in steps) this.mark(this.here + steps[event.key]);
    else if (event.key === "Enter" || event.key === "Tab") this.choose(this.people[this.here]);
    else if (event.key === "Escape") this.close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  choose(person) {
    const { editor } = this.composer.editor;
    const to = editor.state.selection.from;
    editor.chain().focus().insertContentAt({ from: to - this.typed.length, to }, `${person.label} `).run();
    this.close();
  }

  close() {
    clearTimeout(this.wait);
    this.box?.remove();
    this.box = null;
  }
}
