// The admin's page around the app: what App Bridge asks for by postMessage is done here.
import { createDialogs } from "./shell-dialogs.js";
import { createMenu } from "./shell-menu.js";
import { createSaveBar } from "./shell-save-bar.js";
import { showAdminPage } from "./shell-pages.js";
import { createToasts } from "./shell-toasts.js";

const config = JSON.parse(document.getElementById("config").textContent);
const frame = document.getElementById("app");
const appOrigin = new URL(config.doorOrigin).origin;

const post = (message) => frame.contentWindow?.postMessage({ standin: 1, ...message }, appOrigin);
const sendEvent = (event, payload) => post({ event, payload });

const dialogs = createDialogs(config);
const saveBar = createSaveBar({ sendEvent, ask: dialogs.ask });
const toasts = createToasts({ sendEvent });
const menu = createMenu(config, {
  async leave(go) {
    if (await saveBar.mayLeave()) go();
  },
  navigate: (href) => sendEvent("navigate", href),
});

function showTitle({ title, buttons }) {
  document.title = title ? `${title} · ${config.shopName}` : config.shopName;
  document.getElementById("title-bar").hidden = !title && buttons.length === 0;
  document.getElementById("title").textContent = title ?? "";
  document.getElementById("title-buttons").replaceChildren(...buttons.map(({ text, isPrimary, isDisabled }, index) => {
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: text, disabled: isDisabled });
    button.classList.toggle("primary", isPrimary);
    button.addEventListener("click", () => sendEvent("titleButton", index));
    return button;
  }));
}

/** The app wants the whole window: allowed to the admin's own pages and to the app's public address, nowhere else. */
function go(address) {
  const target = new URL(address);
  if (![location.origin, appOrigin].includes(target.origin)) throw new Error(`refused to leave for ${target.origin}`);
  location.assign(target);
}

async function fetchIdToken() {
  const answer = await fetch(`/standin/id-token?shop=${encodeURIComponent(config.shop)}`);
  if (!answer.ok) throw new Error(await answer.text());
  return answer.text();
}

async function scopes(body) {
  const answer = await fetch(`/standin/shops/${config.shop}/app-scopes`, body && { method: "POST", body: JSON.stringify(body) });
  const result = await answer.json();
  if (!answer.ok) throw new Error(result.error);
  return result;
}

const HANDLERS = {
  idToken: fetchIdToken,
  ready() {},
  loading: (isLoading) => {
    document.getElementById("loading").hidden = !isLoading;
  },
  user: () => ({ accountAccess: "full" }),
  title: showTitle,
  menu: (links) => menu.showLinks(links),
  path: (path) => menu.showPath(path),
  go,
  "toast.show": toasts.show,
  "toast.hide": toasts.hide,
  "saveBar.show": saveBar.show,
  "saveBar.hide": saveBar.hide,
  "saveBar.waiting": saveBar.showWaiting,
  leaveConfirmation: async () => {
    if (!await saveBar.mayLeave()) throw new Error("The merchant stays");
  },
  resourcePicker: dialogs.pickResources,
  "scopes.query": () => scopes(),
  "scopes.request": async (wanted) => {
    const agreed = await dialogs.ask({ title: "The app asks for more access", text: wanted.join(", "), yes: "Allow", no: "Cancel" });
    return { result: agreed ? "granted-all" : "declined-all", detail: await scopes({ request: agreed ? wanted : [] }) };
  },
  "scopes.revoke": async (unwanted) => ({ detail: await scopes({ revoke: unwanted }) }),
};

addEventListener("message", async (message) => {
  if (message.origin !== appOrigin || message.source !== frame.contentWindow || !message.data?.standin) return;
  const { id, type, payload } = message.data;
  try {
    const handler = HANDLERS[type];
    if (!handler) throw new Error(`not in the stand-in: ${type}`);
    post({ reply: id, ok: true, payload: await handler(payload) });
  } catch (error) {
    post({ reply: id, ok: false, payload: error.message });
  }
});

document.getElementById("shop-name").textContent = config.shopName;
document.getElementById("app-link").textContent = config.appName;
frame.title = config.appName;
if (config.appSource) {
  frame.hidden = false;
  frame.src = config.appSource;
} else {
  const page = document.getElementById("page");
  page.hidden = false;
  showAdminPage(config, page, { ask: dialogs.ask, say: (message) => toasts.show({ id: crypto.randomUUID(), message, durationMs: 5000 }) });
}
