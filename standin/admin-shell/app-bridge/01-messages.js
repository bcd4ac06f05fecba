// What the app's page is told about itself, and the line to the admin that embeds it. The parts of this script share
// one scope and meet in `bridge`.
const script = document.currentScript;
const adminOrigin = new URL(script.src).origin;
const isEmbedded = window.top !== window;
const query = new URLSearchParams(location.search);

function readSavedConfig() {
  try {
    return JSON.parse(sessionStorage.getItem("app-bridge-config") ?? "{}");
  } catch {
    return {}; // a browser that blocks storage in frames
  }
}

const saved = readSavedConfig();
const config = {
  apiKey: document.querySelector('meta[name="shopify-api-key"]')?.content ?? script.dataset.apiKey ?? saved.apiKey,
  shop: query.get("shop") ?? saved.shop,
  host: query.get("host") ?? saved.host,
  locale: query.get("locale") ?? saved.locale ?? "en-US",
};
if (!config.apiKey) throw new Error("APP_BRIDGE_ERROR: missing required configuration: apiKey");
try {
  sessionStorage.setItem("app-bridge-config", JSON.stringify(config));
} catch {
  // as above
}

let lastMessageId = 0;
const waitingForReply = new Map();
/** By the name of an event from the admin. */
const onEvent = {};

function call(type, payload) {
  return new Promise((resolve, reject) => {
    if (!isEmbedded) return reject(new Error("APP_BRIDGE_ERROR: the app is not embedded"));
    lastMessageId += 1;
    waitingForReply.set(lastMessageId, { resolve, reject });
    parent.postMessage({ standin: 1, id: lastMessageId, type, payload }, adminOrigin);
  });
}

const bridge = {
  config,
  adminOrigin,
  isEmbedded,
  query,
  onEvent,
  call,
  /** A call whose answer nobody waits for. */
  tell: (type, payload) => void call(type, payload).catch(() => {}),
  idToken: () => call("idToken"),
  define(name, element) {
    if (!customElements.get(name)) customElements.define(name, element);
  },
};

addEventListener("message", (message) => {
  if (message.origin !== adminOrigin || message.source !== parent || !message.data?.standin) return;
  const { reply, ok, event, payload } = message.data;
  if (reply) {
    const waiting = waitingForReply.get(reply);
    waitingForReply.delete(reply);
    if (ok) waiting?.resolve(payload);
    else waiting?.reject(new Error(payload));
  }
  onEvent[event]?.(payload);
});

if (bridge.isEmbedded) bridge.tell("ready", bridge.config);
