// The contextual save bar: ui-save-bar elements, and forms with data-save-bar.
const openBars = new Map();

function showBar(id, buttons) {
  openBars.set(id, buttons);
  return bridge.call("saveBar.show", { id });
}

function hideBar(id) {
  return openBars.delete(id) ? bridge.call("saveBar.hide", { id }) : Promise.resolve();
}

bridge.onEvent.saveBar = ({ id, button }) => openBars.get(id)?.[button]();

bridge.define("ui-save-bar", class extends HTMLElement {
  showing = false;

  disconnectedCallback() {
    this.hide();
  }

  #press(isPrimary) {
    [...this.querySelectorAll("button")].find((button) => (button.getAttribute("variant") === "primary") === isPrimary)?.click();
  }

  async show() {
    if (this.showing) return;
    this.showing = true;
    this.dispatchEvent(new Event("show"));
    await showBar(this.id, { save: () => this.#press(true), discard: () => this.#press(false) });
  }

  async hide() {
    if (!this.showing) return;
    this.showing = false;
    this.dispatchEvent(new Event("hide"));
    await hideBar(this.id);
  }

  toggle() {
    return this.showing ? this.hide() : this.show();
  }
});

let formCount = 0;

function barIdOf(form) {
  if (form.id) return `form:${form.id}`;
  form.dataset.barId ??= `form:${(formCount += 1)}`;
  return form.dataset.barId;
}

addEventListener("input", (input) => {
  const form = input.target.closest?.("form[data-save-bar]");
  if (form) showBar(barIdOf(form), { save: () => form.requestSubmit(), discard: () => form.reset() });
});
for (const name of ["submit", "reset"]) {
  addEventListener(name, (happened) => {
    if (happened.target.matches?.("form[data-save-bar]")) hideBar(barIdOf(happened.target));
  });
}
