// ui-modal: a native dialog in the app's own document. Shopify draws it over the whole admin; here it covers the frame.
const MODAL_STYLE = `
  dialog { border: 0; border-radius: 16px; padding: 0; width: min(620px, calc(100vw - 32px)); max-height: calc(100vh - 32px); color: #303030;
    background: #fff; box-shadow: 0 20px 40px rgb(0 0 0 / 25%); font: 13px/20px Inter, system-ui, sans-serif; }
  dialog[data-variant="small"] { width: min(380px, calc(100vw - 32px)); }
  dialog[data-variant="large"] { width: min(980px, calc(100vw - 32px)); }
  dialog[data-variant="max"] { width: calc(100vw - 32px); height: calc(100vh - 32px); }
  dialog::backdrop { background: rgb(0 0 0 / 50%); }
  header { display: flex; align-items: center; justify-content: space-between; padding: 16px; background: #f3f3f3; }
  h2 { margin: 0; font-size: 14px; font-weight: 650; }
  .content { padding: 16px; overflow: auto; }
  footer { display: flex; flex-wrap: wrap; gap: 8px; justify-content: flex-end; padding: 16px; border-top: 1px solid #e3e3e3; }
  footer:empty { display: none; }
  button { font: inherit; font-weight: 550; min-height: 32px; padding: 4px 12px; border: 1px solid #ccc; border-radius: 8px; background: #fff;
    color: #303030; cursor: pointer; }
  button[data-variant="primary"] { background: #303030; color: #fff; border-color: #303030; }
  button[data-tone="critical"] { background: #c70a24; border-color: #c70a24; color: #fff; }
  button:disabled, button[aria-disabled="true"] { opacity: 0.5; cursor: default; }
  button:focus-visible { outline: 2px solid #005bd3; outline-offset: 1px; }
  .close { border-color: transparent; background: transparent; min-width: 32px; }
`;

bridge.define("ui-modal", class extends HTMLElement {
  #dialog;
  #content;
  #bar;
  #barDrawn;
  #shown = [];
  #observer = new MutationObserver(() => this.#draw());

  connectedCallback() {
    if (this.shadowRoot) return;
    const root = this.attachShadow({ mode: "open" });
    const style = new CSSStyleSheet();
    style.replaceSync(MODAL_STYLE);
    root.adoptedStyleSheets = [style];
    root.innerHTML = '<dialog aria-labelledby="title"><header><h2 id="title"></h2><button class="close" aria-label="Close">✕</button></header>'
      + "<div class='content'><slot></slot></div><footer></footer></dialog>";
    this.#dialog = root.querySelector("dialog");
    root.querySelector(".close").addEventListener("click", () => this.hide());
    this.#dialog.addEventListener("close", () => this.dispatchEvent(new Event("hide")));
    this.#dialog.addEventListener("click", (click) => {
      if (click.target === this.#dialog) this.hide();
    });
    this.#observer.observe(this, { childList: true, subtree: true, attributes: true, characterData: true });
  }

  disconnectedCallback() {
    if (this.showing) this.#dialog.close();
  }

  get showing() {
    return this.#dialog?.open ?? false;
  }

  /** Where app-bridge-react puts the content. Made when first asked for: a node added earlier would break hydration. */
  get content() {
    if (!this.#content) {
      this.#content = document.createElement("div");
      this.append(this.#content);
    }
    return this.#content;
  }

  #draw() {
    if (!this.showing) return;
    const bar = this.querySelector("ui-title-bar");
    // Only what changed in the bar: replacing a button under the pointer, because a field lost the focus, would lose the click.
    if (bar === this.#bar && bar?.outerHTML === this.#barDrawn) return;
    this.#bar = bar;
    this.#barDrawn = bar?.outerHTML;
    this.#dialog.querySelector("h2").textContent = bar?.getAttribute("title") ?? "";
    const originals = [...(bar?.querySelectorAll("button") ?? [])];
    // Buttons that stay keep their place and with it the focus; one that loads keeps it too, and only can't be pressed.
    if (originals.length !== this.#shown.length) this.#shown = originals.map((_, at) => this.#button(at));
    originals.forEach((original, at) => {
      const shown = this.#shown[at];
      if (shown.textContent !== original.textContent) shown.textContent = original.textContent;
      shown.disabled = original.disabled;
      shown.setAttribute("aria-disabled", String(original.disabled || original.hasAttribute("loading")));
      shown.dataset.variant = original.getAttribute("variant") ?? "";
      shown.dataset.tone = original.getAttribute("tone") ?? "";
    });
    const primaryLast = this.#shown.toSorted((a, b) => Number(a.dataset.variant === "primary") - Number(b.dataset.variant === "primary"));
    const footer = this.#dialog.querySelector("footer");
    if (primaryLast.some((button, at) => footer.children[at] !== button) || footer.children.length !== primaryLast.length) footer.replaceChildren(...primaryLast);
  }

  #button(at) {
    const shown = document.createElement("button");
    shown.addEventListener("click", () => {
      if (shown.getAttribute("aria-disabled") !== "true") this.#bar?.querySelectorAll("button")[at]?.click();
    });
    return shown;
  }

  async show() {
    if (this.showing) return;
    this.#dialog.dataset.variant = this.getAttribute("variant") ?? "base";
    this.#dialog.showModal();
    this.#draw();
    this.dispatchEvent(new Event("show"));
  }

  async hide() {
    if (this.showing) this.#dialog.close();
  }

  toggle() {
    return this.showing ? this.hide() : this.show();
  }
});
