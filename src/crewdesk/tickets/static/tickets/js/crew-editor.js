// Rich text over a plain <textarea>: what is written stands in it as HTML, under the name `html_body`. Without scripts the
// textarea is plain text named `body`. The editor is Tiptap as django-prose-editor ships it; it is loaded when the page rests.
class CrewEditor extends HTMLElement {
  connectedCallback() {
    this.area = this.querySelector("textarea");
    this.pictures = new Map();
    this.area.addEventListener("focus", () => this.load(), { once: true });
    requestIdleCallback(() => this.load(), { timeout: 1500 });
  }

  disconnectedCallback() {
    this.editor?.destroy();
  }

  load() {
    this.loading ||= import(new URL(this.dataset.module, location.href)).then((module) => this.isConnected && this.start(module));
    return this.loading;
  }

  start(prose) {
    const hadFocus = document.activeElement === this.area;
    const isHtml = this.area.dataset.html === "yes";
    const box = Object.assign(document.createElement("div"), { className: "prose-editor" });
    this.area.before(box);
    this.area.hidden = true;
    this.area.name = "html_body";
    this.editor = new prose.Editor({
      element: box,
      injectCSS: false, // The page's policy allows no style element; crew-editor.css has the few rules.
      content: isHtml ? this.area.value : this.paragraphs(this.area.value),
      extensions: this.extensions(prose),
      editorProps: {
        attributes: { role: "textbox", "aria-multiline": "true", "aria-label": this.area.ariaLabel, dir: "auto" },
        handleKeyDown: (view, event) => this.submits(event),
        handlePaste: (view, event) => this.take(event.clipboardData, event),
        handleDrop: (view, event) => this.take(event.dataTransfer, event),
      },
      onUpdate: () => this.sync(),
    });
    this.rememberPictures(box);
    this.sync({ silent: true });
    if (hadFocus) this.editor.commands.focus("end");
  }

  extensions(prose) {
    const { Blockquote, Bold, BulletList, Code, Document, Dropcursor, Gapcursor, HardBreak, History, Image, Italic, Link, ListItem, Menu } = prose;
    const { OrderedList, Paragraph, Placeholder, Strike, Text, Underline } = prose;
    // Ctrl+Shift+S solves: the editor's own use of it gives way.
    const Struck = Strike.extend({ addKeyboardShortcuts: () => ({}) });
    return [
      Document, Paragraph, Text, HardBreak, History, Bold, Italic, Underline, Struck, Code, Link, BulletList, OrderedList, ListItem,
      Blockquote, Dropcursor, Gapcursor, Image.configure({ inline: true }), Menu,
      Placeholder.configure({ placeholder: this.dataset.placeholder }),
    ];
  }

  // ProseMirror lets no Enter out, so that the page's own key for sending would not be heard.
  submits(event) {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return false;
    this.closest("form")?.querySelector("[data-key='mod+Enter']")?.click();
    return true;
  }

  paragraphs(text) {
    return { type: "doc", content: text.split(/\n{2,}/).map((part) => ({ type: "paragraph", content: part ? [{ type: "text", text: part }] : [] })) };
  }

  // A draft names its pictures in `title`; what is sent must hold their content ids, not addresses that will expire.
  rememberPictures(box) {
    for (const image of box.querySelectorAll("img[title^='cid:']")) this.pictures.set(image.getAttribute("src"), image.title);
  }

  sync({ silent = false } = {}) {
    const holder = new DOMParser().parseFromString(this.editor.getHTML(), "text/html").body;
    for (const image of holder.querySelectorAll("img")) {
      const known = this.pictures.get(image.getAttribute("src"));
      if (known) image.setAttribute("src", known);
      image.removeAttribute("title");
    }
    this.area.value = this.editor.isEmpty ? "" : holder.innerHTML;
    if (!silent) this.area.dispatchEvent(new Event("input", { bubbles: true }));
  }

  /** Files that are pasted or dropped go to whoever listens for `files`. */
  take(transfer, event) {
    if (!transfer?.files.length) return false;
    event.preventDefault();
    this.dispatchEvent(new CustomEvent("files", { detail: [...transfer.files], bubbles: true }));
    return true;
  }

  addPicture({ url, cid, name }) {
    this.pictures.set(url, `cid:${cid}`);
    this.editor.chain().focus().setImage({ src: url, alt: name }).run();
  }

  async focusEnd() {
    await this.load();
    this.editor.commands.focus("end");
  }
}
customElements.define("crew-editor", CrewEditor);
