// The `shopify` global and the elements.
const toasts = new Map();
let toastCount = 0;
bridge.onEvent.toastDismissed = (id) => {
  toasts.get(id)?.onDismiss?.();
  toasts.delete(id);
};
bridge.onEvent.toastAction = (id) => toasts.get(id)?.onAction?.();

const toast = {
  show(message, options = {}) {
    toastCount += 1;
    const id = `toast-${toastCount}`;
    toasts.set(id, options);
    bridge.tell("toast.show", { id, message, durationMs: options.duration ?? 5000, isError: options.isError === true, action: options.action });
    return id;
  },
  hide: (id) => bridge.tell("toast.hide", id),
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
  config: bridge.config,
  origin: bridge.adminOrigin,
  ready: Promise.resolve(),
  environment: { embedded: bridge.isEmbedded, mobile: false, pos: false, intent: false },
  setSignals() {},
  idToken: bridge.idToken,
  user: () => bridge.call("user"),
  loading: (isLoading = true) => bridge.tell("loading", isLoading),
  toast,
  saveBar: { ...shownById, leaveConfirmation: () => bridge.call("leaveConfirmation") },
  modal: shownById,
  resourcePicker: (options) => bridge.call("resourcePicker", options),
  picker: missing("picker"),
  scopes: {
    query: () => bridge.call("scopes.query"),
    request: (scopes) => bridge.call("scopes.request", scopes),
    revoke: (scopes) => bridge.call("scopes.revoke", scopes),
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
