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
  #changes = new MutationObserver(() => this.#tellWaiting());

  disconnectedCallback() {
    this.hide();
  }

  #button(isPrimary) {
    return [...this.querySelectorAll("button")].find((button) => (button.getAttribute("variant") === "primary") === isPrimary);
  }

  #press(isPrimary) {
    this.#button(isPrimary)?.click();
  }

  /** The admin draws the buttons, so it is told which of them load or may not be pressed. */
  #tellWaiting() {
    const [save, discard] = [this.#button(true), this.#button(false)];
    const isLoading = save?.hasAttribute("loading") ?? false;
    bridge.tell("saveBar.waiting", { id: this.id, isLoading, disabled: { save: isLoading || save?.disabled === true, discard: discard?.disabled === true } });
  }

  async show() {
    if (this.showing) return;
    this.showing = true;
    this.dispatchEvent(new Event("show"));
    await showBar(this.id, { save: () => this.#press(true), discard: () => this.#press(false) });
    this.#changes.observe(this, { subtree: true, childList: true, attributeFilter: ["loading", "disabled"] });
    this.#tellWaiting();
  }

  async hide() {
    if (!this.showing) return;
    this.showing = false;
    this.#changes.disconnect();
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
