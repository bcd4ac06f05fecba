// The `shopify` global and the elements.
const toasts = new Map();
let toastCount = 0;
onEvent.toastDismissed = (id) => {
  toasts.get(id)?.onDismiss?.();
  toasts.delete(id);
};
onEvent.toastAction = (id) => toasts.get(id)?.onAction?.();

const toast = {
  show(message, options = {}) {
    toastCount += 1;
    const id = `toast-${toastCount}`;
    toasts.set(id, options);
    tell("toast.show", { id, message, durationMs: options.duration ?? 5000, isError: options.isError === true, action: options.action });
    return id;
  },
  hide: (id) => tell("toast.hide", id),
};

async function elementOf(id) {
  const element = document.getElementById(id);
  if (!element) throw new Error(`APP_BRIDGE_ERROR: there is no element with the id ${id}`);
  return element;
}

const shownById = {
  show: async (id) => (await elementOf(id)).show(),
  hide: async (id) => (await elementOf(id)).hide(),
  toggle: async (id) => (await elementOf(id)).toggle(),
};

const missing = (name) => () => Promise.reject(new Error(`APP_BRIDGE_ERROR: ${name} is not in the stand-in`));

window.shopify = {
  config,
  origin: adminOrigin,
  ready: Promise.resolve(),
  environment: { embedded: isEmbedded, mobile: false, pos: false, intent: false },
  setSignals() {},
  idToken,
  user: () => call("user"),
  loading: (isLoading = true) => tell("loading", isLoading),
  toast,
  saveBar: { ...shownById, leaveConfirmation: () => call("leaveConfirmation") },
  modal: shownById,
  resourcePicker: (options) => call("resourcePicker", options),
  picker: missing("picker"),
  scopes: {
    query: () => call("scopes.query"),
    request: (scopes) => call("scopes.request", scopes),
    revoke: (scopes) => call("scopes.revoke", scopes),
  },
  app: { extensions: async () => [] },
  webVitals: { onReport() {} },
  reviews: { request: async () => ({ success: false, code: "cooldown-period", message: "There are no reviews in the stand-in" }) },
  support: { registerHandler() {} },
  intents: {}, tools: {}, scanner: {}, pos: {},
};

// Hidden by a style sheet of the document: an attribute or node added before hydration is a mismatch to React.
const hidden = new CSSStyleSheet();
hidden.replaceSync("ui-nav-menu, s-app-nav, ui-save-bar, ui-title-bar { display: none }");
document.adoptedStyleSheets.push(hidden);

function define(name, element) {
  if (!customElements.get(name)) customElements.define(name, element);
}
define("ui-nav-menu", class extends MenuElement {});
define("s-app-nav", class extends MenuElement {});
define("ui-save-bar", SaveBarElement);
define("ui-modal", ModalElement);
define("ui-title-bar", TitleBarElement);

if (isEmbedded) tell("ready", config);
