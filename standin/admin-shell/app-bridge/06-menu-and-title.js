// The app's part of the admin's menu (s-app-nav, ui-nav-menu) and the page title with its buttons (ui-title-bar).
class MenuElement extends HTMLElement {
  #observer = new MutationObserver(() => this.#send());

  connectedCallback() {
    this.#observer.observe(this, { childList: true, subtree: true, characterData: true, attributes: true });
    queueMicrotask(() => this.#send());
  }

  #send() {
    bridge.tell("menu", [...this.querySelectorAll("a,s-link")].map((link) => (
      { href: link.getAttribute("href"), rel: link.getAttribute("rel"), text: link.textContent.trim() })));
  }
}

bridge.define("ui-nav-menu", class extends MenuElement {});
bridge.define("s-app-nav", class extends MenuElement {});

bridge.define("ui-title-bar", class extends HTMLElement {
  static observedAttributes = ["title"];
  #observer = new MutationObserver(() => this.#send());

  connectedCallback() {
    this.#observer.observe(this, { childList: true, subtree: true, characterData: true, attributes: true });
    queueMicrotask(() => this.#send());
  }

  disconnectedCallback() {
    this.#observer.disconnect();
    if (!this.inModal) bridge.tell("title", { title: null, buttons: [] });
  }

  attributeChangedCallback() {
    if (this.isConnected) this.#send();
  }

  #send() {
    this.inModal = this.closest("ui-modal") !== null;
    if (this.inModal || !this.isConnected) return;
    const buttons = [...this.querySelectorAll("button")].map((button) => (
      { text: button.textContent.trim(), isPrimary: button.getAttribute("variant") === "primary", isDisabled: button.disabled }));
    bridge.onEvent.titleButton = (index) => this.querySelectorAll("button")[index]?.click();
    bridge.tell("title", { title: this.getAttribute("title"), buttons });
  }
});
