import { now } from "#app/platform/clock.server.ts";
import { installShop } from "#app/usecases/install-shop.server.ts";
import { callAdmin } from "./call-admin.server.ts";
import { shopDetails } from "./documents/shop-details.ts";

const running = new Map<string, Promise<void>>();

async function install(domain: string, { accessToken, scope }: { accessToken: string; scope: string }): Promise<void> {
  const { shop } = await callAdmin({ domain, accessToken }, shopDetails, {});
  const scopes = scope.split(",").map((it) => it.trim()).filter(Boolean).sort();
  await installShop({ domain, scopes, shop }, now());
}

/**
 * Reads how the shop is called and where it lives, and records the installation; harmless for a shop that is installed.
 *
 * The requests of one page come together and all need the shop to be there, so those of one process share one run.
 */
export async function installOnce(domain: string, granted: { accessToken: string; scope: string }): Promise<void> {
  let run = running.get(domain);
  if (!run) {
    run = install(domain, granted).finally(() => running.delete(domain));
    running.set(domain, run);
  }
  await run;
}
