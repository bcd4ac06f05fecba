// First: the app reads its environment once.
import "#tests/setup/mail-env.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openMailLab, openMailingShop, type MailingShop } from "#tests/factories/mailing-shop.ts";
import { signIn } from "#standin/shop/change-customer.ts";
import { switchAccounts } from "#standin/shop/switch-accounts.ts";
import type { Lab } from "#tests/factories/shop-lab.ts";

let all: Lab;
beforeAll(async () => {
  all = await openMailLab();
});
afterAll(() => all.stop());

/** A shop on classic customer accounts that has granted the scope for invitations. */
async function openClassicShop(): Promise<MailingShop> {
  const it0 = await openMailingShop(all);
  const { house } = it0.lab;
  house.shop.grantedScopes = [...house.shop.grantedScopes, "write_customers"];
  switchAccounts(house.shop, "CLASSIC");
  await it0.lab.deliver(it0.lab.takeTold());
  return it0;
}

describe("the invitation of a shop on classic customer accounts", () => {
  it("is sent by Shopify, once, and no mail of ours", async () => {
    const it0 = await openClassicShop();
    const guest = await it0.customer();
    await it0.order(guest, 1);
    await it0.remind(3);
    await it0.send(3);
    await it0.remind(4);
    await it0.send(4);
    expect(guest.state).toBe("INVITED");
    expect(await it0.outcomes(guest, "invitation")).toEqual(["done"]);
    expect(it0.mailsTo(guest)).toEqual([]);
  });

  it("is not sent again after its answer was lost", async () => {
    const it0 = await openClassicShop();
    const guest = await it0.customer();
    await it0.order(guest, 1);
    await it0.remind(3);
    it0.lab.house.faults.admin.failNext.push({ operation: "customerSendAccountInviteEmail", kind: "lost-answer" });
    await it0.send(3).catch(() => undefined);
    const { updatedAtMs } = guest;
    expect(guest.state).toBe("INVITED");
    await it0.send(3.5);
    await it0.send(4);
    expect(await it0.outcomes(guest, "invitation")).toEqual(["done"]);
    expect(guest.updatedAtMs).toBe(updatedAtMs);
  });

  it("is not sent to whom the merchant has invited, nor to whom has an account by then", async () => {
    const it0 = await openClassicShop();
    const [invited, signedIn] = [await it0.customer(), await it0.customer()];
    for (const guest of [invited, signedIn]) await it0.order(guest, 1);
    await it0.remind(3);
    invited.state = "INVITED";
    signIn(it0.lab.house.shop, signedIn);
    await it0.send(3);
    expect(await it0.outcomes(invited, "invitation")).toEqual(["not_due"]);
    expect(await it0.outcomes(signedIn, "invitation")).toEqual(["account_exists"]);
  });
});

it("A shop on the new customer accounts sends its invitation itself", async () => {
  const it0 = await openMailingShop(all);
  const guest = await it0.customer();
  await it0.order(guest, 1);
  await it0.remind(3);
  await it0.send(3);
  expect(it0.mailsTo(guest)).toHaveLength(1);
  expect(guest.state).toBe("DISABLED");
});
