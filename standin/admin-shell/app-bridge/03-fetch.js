// fetch to the app's own origin carries an id token, and tries once more when the app asks for a fresh one.
const plainFetch = window.fetch;

window.fetch = async (input, init) => {
  const request = new Request(input, init);
  if (new URL(request.url).origin !== location.origin || request.headers.has("authorization")) return plainFetch(request);
  const attempt = async () => {
    const authorized = request.clone();
    authorized.headers.set("Authorization", `Bearer ${await bridge.idToken()}`);
    authorized.headers.set("X-Requested-With", "XMLHttpRequest");
    return plainFetch(authorized);
  };
  let response = await attempt();
  if (response.status === 401 && response.headers.has("x-shopify-retry-invalid-session-request")) response = await attempt();
  const away = response.headers.get("x-shopify-api-request-failure-reauthorize-url");
  if (away) bridge.tell("go", new URL(bridge.adminAddress(away), location.href).href);
  return response;
};
