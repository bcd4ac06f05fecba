import { ELEMENT_PROPERTIES } from "./element-properties.ts";

// Look-alikes of Shopify's elements: their meaning for keyboard and screen reader, and roughly their looks.

const escape = (text: unknown): string => String(text ?? "").replaceAll(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
const has = (value: unknown): boolean => value === true || value === "" || value === "true";

type Properties = Record<string, unknown>;

const BASE = ":host{display:block}:host([hidden]){display:none}";
const BUTTON = "button,a{font:inherit;padding:10px 16px;min-height:44px;border:1px solid #1a1a1a;border-radius:8px;background:#fff;color:#1a1a1a;cursor:pointer;display:inline-block;text-decoration:none;box-sizing:border-box}button:disabled,button[aria-disabled]{opacity:.5;cursor:default}:host([data-primary]) button{background:#1a1a1a;color:#fff}";
const GAPS: Record<string, string> = { none: "0", "small-300": "4px", small: "8px", base: "16px", large: "24px" };
const gapOf = (gap: unknown): string => GAPS[String(gap ?? "base")] ?? "16px";
const COLOURS = ":host([data-subdued]){color:#595959}:host([data-critical]){color:#b00020}";

/** The inside of each element, from its properties. */
const DRAWINGS: Record<string, (properties: Properties) => string> = {
  "s-page": ({ heading }) => `<style>${BASE}h1{font-size:22px;margin:0 0 16px}</style><h1>${escape(heading)}</h1><slot></slot>`,
  "s-section": ({ heading }) =>
    `<style>${BASE}:host{border:1px solid #d9d9d9;border-radius:10px;padding:16px;margin-block-end:16px;background:#fff}h2{font-size:16px;margin:0 0 12px}</style>${heading ? `<h2>${escape(heading)}</h2>` : ""}<slot></slot>`,
  "s-stack": ({ direction, gap }) => `<style>:host{display:flex;flex-wrap:wrap;flex-direction:${direction === "inline" ? "row" : "column"};gap:${gapOf(gap)};${direction === "inline" ? "align-items:center" : ""}}</style><slot></slot>`,
  "s-grid": ({ gridTemplateColumns, gap }) => `<style>:host{display:grid;gap:${gapOf(gap)};grid-template-columns:${escape(gridTemplateColumns)}}</style><slot></slot>`,
  "s-heading": () => `<style>${BASE}h2{font-size:18px;margin:0}</style><h2><slot></slot></h2>`,
  "s-paragraph": () => `<style>${BASE}${COLOURS}p{margin:0}</style><p><slot></slot></p>`,
  "s-text": ({ type }) => `<style>:host{display:inline}${COLOURS}s{color:#595959}</style>${type === "strong" ? "<strong><slot></slot></strong>" : type === "redundant" ? "<s><slot></slot></s>" : "<slot></slot>"}`,
  "s-link": ({ href }) => `<style>:host{display:inline}a,button{color:#005bd3;font:inherit;background:none;border:0;padding:0;text-decoration:underline;cursor:pointer;min-height:24px}</style>${href ? `<a href="${escape(href)}"><slot></slot></a>` : "<button type=button><slot></slot></button>"}`,
  "s-button": ({ href, disabled, loading, accessibilityLabel }) => {
    const label = accessibilityLabel ? ` aria-label="${escape(accessibilityLabel)}"` : "";
    return `<style>:host{display:inline-block}${BUTTON}</style>${href ? `<a href="${escape(href)}"${label}><slot></slot></a>` : `<button type=button${label}${has(disabled) ? " disabled" : has(loading) ? " aria-disabled=true" : ""}><slot></slot></button>`}`;
  },
  "s-clipboard-item": () => "<style>:host{display:none}</style>",
  "s-skeleton-paragraph": () => `<style>${BASE}:host{height:14px;border-radius:4px;background:#e6e6e6}</style>`,
  "s-spinner": ({ accessibilityLabel }) => `<span role=status aria-label="${escape(accessibilityLabel)}">…</span>`,
  "s-progress": ({ value, max, accessibilityLabel }) => `<style>${BASE}progress{width:100%;height:12px}</style><progress value="${escape(value)}" max="${escape(max ?? 1)}" aria-label="${escape(accessibilityLabel)}"></progress>`,
  "s-details": () => `<style>${BASE}summary{min-height:24px;cursor:pointer}</style><details><summary><slot name=summary></slot></summary><slot></slot></details>`,
  "s-summary": () => "<style>:host{display:inline}</style><slot></slot>",
  "s-modal": ({ heading }) =>
    `<style>dialog{max-width:min(440px,90vw);border:1px solid #d9d9d9;border-radius:10px;padding:20px}h2{font-size:18px;margin:0 0 12px}footer{display:flex;flex-wrap:wrap;gap:8px;margin-block-start:16px}</style><dialog aria-label="${escape(heading)}"><h2>${escape(heading)}</h2><slot></slot><footer><slot name=primary-action></slot><slot name=secondary-actions></slot></footer></dialog>`,
  "s-number-field": ({ label, min, max, step, value }) =>
    `<style>${BASE}label{display:block}input{font:inherit;padding:8px;border:1px solid #8a8a8a;border-radius:8px}</style><label>${escape(label)}<br><input type=number min="${escape(min)}" max="${escape(max)}" step="${escape(step)}" value="${escape(value)}"></label>`,
};

class ShopElement extends HTMLElement {
  readonly given: Properties = {};

  constructor() {
    super();
    this.attachShadow({ mode: "open" });
  }

  connectedCallback(): void {
    if (this.localName === "s-summary") this.slot = "summary";
    this.draw();
    // A button that is at work keeps the focus and does nothing.
    this.shadowRoot?.addEventListener("click", (event) => has(this.given["loading"]) && event.stopPropagation());
    this.addEventListener("click", () => this.obey());
    this.shadowRoot?.addEventListener("change", (event) => {
      if (event.target instanceof HTMLInputElement) this.dispatchEvent(new CustomEvent("change", { detail: event.target.value }));
    });
  }

  draw(): void {
    const isOpen = this.shadowRoot?.querySelector("dialog")?.open ?? false;
    const hasFocus = this.localName === "s-button" && Boolean(this.shadowRoot?.activeElement);
    const role = this.given["accessibilityRole"];
    if (typeof role === "string") this.role = role;
    this.toggleAttribute("data-subdued", this.given["color"] === "subdued");
    this.toggleAttribute("data-critical", this.given["tone"] === "critical");
    this.toggleAttribute("data-primary", this.given["variant"] === "primary");
    if (this.shadowRoot) this.shadowRoot.innerHTML = DRAWINGS[this.localName]?.(this.given) ?? "<slot></slot>";
    if (hasFocus) this.shadowRoot?.querySelector<HTMLElement>("button, a")?.focus();
    if (isOpen) this.shadowRoot?.querySelector("dialog")?.showModal();
  }

  /** A button with a command works on the element that it names. */
  obey(): void {
    const { command, commandFor } = this.given as { command?: string; commandFor?: string };
    const target = commandFor ? document.getElementById(commandFor) : null;
    if (!(target instanceof ShopElement)) return;
    const dialog = target.shadowRoot?.querySelector("dialog");
    if (command === "--show") dialog?.showModal();
    if (command === "--hide") dialog?.close();
    if (command === "--copy") void navigator.clipboard?.writeText(String(target.given["text"] ?? "")).catch(() => undefined);
  }
}

/** Makes the elements known to the page. */
export function defineElements(): void {
  for (const [tag, names] of Object.entries(ELEMENT_PROPERTIES)) {
    const Element = class extends ShopElement {};
    // `id` and `slot` are the browser's own.
    for (const name of names.filter((one) => one !== "id" && one !== "slot")) {
      Object.defineProperty(Element.prototype, name, {
        get(this: ShopElement) {
          return this.given[name];
        },
        set(this: ShopElement, value: unknown) {
          this.given[name] = value;
          if (this.isConnected) this.draw();
        },
      });
    }
    customElements.define(tag, Element);
  }
}
