import { afterAll, beforeAll, expect, it } from "vitest";
import { ensureBuilt } from "#scripts/build.ts";
import { builtAddresses } from "#tests/factories/built-addresses.ts";
import { SHOP, startWorld, type World } from "#tests/setup/world.ts";

await ensureBuilt();

// Acts on what Shopify says, whatever is sent.
const WITHOUT_FORM = "routes/app.program.scopes";
const actions = builtAddresses()
  .filter(({ route, path }) => path.startsWith("/app") && route.hasAction && route.id !== WITHOUT_FORM)
  .map(({ route, path }) => ({ id: route.id, path: path.replace(/:tab\b/, "rules").replace(/:kind\b/, "earned").replace(/:\w+/g, "7001") }));

let world: World;
let idToken: string;
beforeAll(async () => {
  world = await startWorld();
  await world.openApp(SHOP);
  idToken = await world.control.idToken(SHOP);
});
afterAll(() => world.stop());

async function send({ path, id }: { path: string; id: string }, { type, body }: { type: string; body: string | Uint8Array<ArrayBuffer> }): Promise<number> {
  const query = new URLSearchParams({ embedded: "1", shop: SHOP, host: Buffer.from("admin.shopify.com/store/x").toString("base64url"), id_token: idToken, _data: id });
  const headers = { "user-agent": "Mozilla/5.0 Chrome/140.0.0.0", authorization: `Bearer ${idToken}`, ...(type && { "content-type": type }) };
  const answer = await fetch(`${world.appOrigin}${path}?${query}`, { method: "POST", redirect: "manual", headers, body });
  await answer.text();
  return answer.status;
}

it("there are pages that are sent forms", () => expect(actions.length).toBeGreaterThan(15));

it.each(actions)("$path refuses what is no form, as no fault of ours", async (action) => {
  expect(await send(action, { type: "application/json", body: '{"intent":"save"}' }), "JSON").toBeOneOf([400, 415]);
  expect(await send(action, { type: "text/plain", body: "intent=save" }), "text").toBeOneOf([400, 415]);
  expect(await send(action, { type: "", body: new Uint8Array([1, 2]) }), "bytes of no kind").toBeOneOf([400, 415]);
  expect(await send(action, { type: "multipart/form-data", body: "intent=save" }), "parts without a boundary").toBe(400);
  expect(await send(action, { type: "multipart/form-data; boundary=x", body: '--x\r\nContent-Disposition: form-data; name="intent"\r\n\r\nsa' }), "parts cut off").toBe(400);
});
