type Place = { appUrl: string; adminUrl: string; shop: string };

type Page = { saved: { way: string }; snippets: { language: string; text: string }[] };

// Shopify's library turns away what does not look like a browser.
const USER_AGENT = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36";
const ROUTE = "routes/app.order-confirmation";
const TEMPLATE = `<h1>Thank you for your order</h1>
<p>Order {{ name }} at {{ shop.name }} is confirmed.</p>
`;

/**
 * Switches codes for the next order on, as the merchant does on the page Order confirmation, and pastes its snippet into the
 * template of the shop's order confirmation, and tests it. From then on a new order's mail has its link.
 */
export async function switchOnCodes(place: Place): Promise<void> {
  const { saved } = await ask<Page>(place);
  if (saved.way === "off") await ask(place, new URLSearchParams({ intent: "save", form: JSON.stringify({ ...saved, way: "link" }) }));
  const { snippets } = await ask<Page>(place);
  const snippet = snippets.find(({ language }) => language === "en")?.text;
  if (snippet === undefined) throw new Error("The page Order confirmation gave no snippet.");
  const pasted = await fetch(`${place.adminUrl}/standin/shops/${place.shop}/confirmation-template`, { method: "PUT", body: JSON.stringify({ template: TEMPLATE + snippet }) });
  if (!pasted.ok) throw new Error(`The template was not saved: ${await pasted.text()}`);
  await testLink(place);
}

/** The self-test of the page, with what the template makes of the newest order; a shop without orders stays untested. */
async function testLink(place: Place): Promise<void> {
  const control = async <Answer>(path: string) => (await (await fetch(`${place.adminUrl}/standin/shops/${place.shop}/${path}`)).json()) as Answer;
  const { items: [newest] } = await control<{ items: { id: string }[] }>("orders");
  if (!newest) return;
  const { html } = await control<{ html: string }>(`orders/${newest.id}/confirmation`);
  const check = await ask<{ isRight?: boolean; sentence?: string }>(place, new URLSearchParams({ intent: "check", pasted: html }));
  if (!check.isRight) throw new Error(`The link in the mail is wrong: ${check.sentence}`);
}

async function ask<Answer>({ appUrl, adminUrl, shop }: Place, form?: URLSearchParams): Promise<Answer> {
  const token = await (await fetch(`${adminUrl}/standin/shops/${shop}/id-token`)).text();
  const answer = await fetch(`${appUrl}/app/order-confirmation?${new URLSearchParams({ _data: ROUTE, shop })}`, {
    headers: { authorization: `Bearer ${token}`, "user-agent": USER_AGENT, "accept-language": "en-GB" },
    ...(form && { method: "POST", body: form }),
    signal: AbortSignal.timeout(30_000),
  });
  if (!answer.ok) throw new Error(`The page Order confirmation answered ${answer.status}.`);
  return (await answer.json()) as Answer;
}
