// Files of a message that is being written: taken in at once, shown below the text, removable until the message is sent.
export class FileTray {
  constructor(composer) {
    this.composer = composer;
    this.list = composer.querySelector("[data-files]");
    this.field = composer.form.elements.upload_token;
    composer.addEventListener("files", (event) => this.addAll(event.detail));
    composer.form.elements.files.addEventListener("change", ({ target }) => this.picked(target));
    composer.addEventListener("dragover", (event) => event.dataTransfer.types.includes("Files") && event.preventDefault());
    composer.addEventListener("drop", (event) => this.dropped(event));
  }

  get token() {
    return this.field.value;
  }

  picked(input) {
    const files = [...input.files];
    input.value = "";
    this.addAll(files, { inText: false });
  }

  dropped(event) {
    if (event.defaultPrevented || !event.dataTransfer.files.length) return;
    event.preventDefault();
    this.addAll([...event.dataTransfer.files]);
  }

  async addAll(files, { inText = true } = {}) {
    // One after another: the first answer brings the token that the others go under.
    for (const file of files) await this.add(file, inText && /^image\/(png|jpeg|gif|webp)$/.test(file.type));
    this.composer.saveSoon();
  }

  async add(file, isInText) {
    const line = this.line(file.name);
    const body = new FormData();
    body.set("file", file);
    body.set("upload_token", this.token);
    if (isInText) body.set("inline", "1");
    const answer = await this.composer.post(this.composer.dataset.upload, body).catch(() => null);
    if (!answer?.ok) {
      line.remove();
      this.composer.tell(this.composer.dataset.tooLarge, "danger");
      return;
    }
    const stored = await answer.json();
    this.field.value = stored.token;
    if (isInText && stored.is_picture) {
      line.remove();
      this.composer.editor.addPicture(stored);
    } else this.finish(line, stored);
  }

  line(name) {
    const item = document.createElement("li");
    const box = Object.assign(document.createElement("span"), { className: "file", ariaBusy: "true" });
    const label = Object.assign(document.createElement("span"), { className: "truncate", dir: "auto", textContent: name });
    box.append(label, document.createElement("progress"));
    item.append(box);
    this.list.append(item);
    return item;
  }

  finish(line, stored) {
    const box = line.firstElementChild;
    box.ariaBusy = null;
    box.querySelector("progress").remove();
    const remove = Object.assign(document.createElement("button"), { type: "button", className: "button quiet icon-only small", textContent: "×" });
    remove.ariaLabel = `${this.composer.dataset.remove} ${stored.name}`;
    remove.addEventListener("click", () => this.remove(line, stored));
    box.append(remove);
  }

  async remove(line, stored) {
    const body = new FormData();
    body.set("upload_token", this.token);
    body.set("attachment", stored.id);
    await this.composer.post(`${this.composer.dataset.upload}remove/`, body);
    line.remove();
    this.composer.saveSoon();
  }
}
