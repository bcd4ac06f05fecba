import { expect, it } from "vitest";
import { openTestShop } from "#standin/testing/open-test-shop.ts";

it("the live theme names the blocks where the pages show them, and is read only with leave", async () => {
  const it0 = await openTestShop({ scopes: ["read_themes"] });
  const ask = `{ currentAppInstallation { app { handle } } themes(first: 1, roles: [MAIN]) { nodes { name role files(first: 50, filenames: ["templates/page.*.json", "config/settings_data.json"]) { nodes { filename body { ... on OnlineStoreThemeFileBodyText { content } } } userErrors { code } } } } }`;
  type Answer = { themes: { nodes: { files: { nodes: { filename: string; body: { content: string } }[] } }[] } };
  const { data } = await it0.graphql<Answer>(ask);
  const [settings, rewards] = data.themes.nodes[0]?.files.nodes ?? [];
  expect([settings?.filename, rewards?.filename]).toEqual(["config/settings_data.json", "templates/page.rewards.json"]);
  expect(settings?.body.content).toMatch(/^\/\*[\s\S]*\*\/\n\{[\s\S]*"shopify:\\\/\\\/apps\\\/thrice\\\/blocks\\\/launcher\\\//);
  expect(rewards?.body.content.match(/blocks\\\/[a-z-]+/g)?.length).toBeGreaterThanOrEqual(5);
  it0.house.shop.grantedScopes = [];
  expect((await it0.graphql(ask)).errors?.[0]?.message).toContain("Access denied for themes field.");
  await it0.stop();
});
