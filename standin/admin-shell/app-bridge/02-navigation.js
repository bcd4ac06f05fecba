// The bounce page: the app asks for a fresh id token, we come back with one.
if (bridge.query.has("shopify-reload")) {
  bridge.idToken().then((token) => {
    const target = new URL(bridge.query.get("shopify-reload"));
    target.searchParams.set("id_token", token);
    location.replace(target);
  });
}

/** The stand-in's address for shopify://admin/... and https://admin.shopify.com/..., any other address as it is. */
bridge.adminAddress = function adminAddress(href) {
  const match = /^(shopify:\/*admin|https:\/\/admin\.shopify\.com)(\/.*)?$/i.exec(href ?? "");
  if (!match) return href;
  const path = match[2] ?? "";
  return match[1].startsWith("https") ? bridge.adminOrigin + (path || "/") : `${bridge.adminOrigin}/store/${bridge.config.shop?.split(".")[0]}${path}`;
};

const openWindow = window.open;
window.open = (url, target, ...rest) => {
  const address = bridge.adminAddress(String(url));
  if (bridge.isEmbedded && ["_top", "_parent"].includes(target)) {
    bridge.tell("go", new URL(address, location.href).href);
    return window;
  }
  return openWindow(address, target, ...rest);
};

document.addEventListener("click", (click) => {
  const link = click.target.closest?.("a[href]");
  const address = bridge.adminAddress(link?.getAttribute("href"));
  if (!link || address === link.getAttribute("href")) return;
  click.preventDefault();
  click.stopImmediatePropagation();
  if (link.target === "_blank") openWindow(address);
  else bridge.tell("go", address);
}, true);

// The admin's address bar follows the app's.
const tellPath = () => bridge.tell("path", location.pathname + location.search);
for (const name of ["pushState", "replaceState"]) {
  const original = history[name];
  history[name] = function (...values) {
    const result = original.apply(this, values);
    tellPath();
    return result;
  };
}
addEventListener("popstate", tellPath);
addEventListener("DOMContentLoaded", tellPath);

// A click in the admin's menu. The library's AppProvider reads the address off the element that the event comes from.
bridge.onEvent.navigate = (href) => {
  const link = document.createElement("a");
  link.setAttribute("href", href);
  link.hidden = true;
  document.body.append(link);
  link.dispatchEvent(new CustomEvent("shopify:navigate", { bubbles: true }));
  link.remove();
};
