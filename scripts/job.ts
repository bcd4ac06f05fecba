import { parseArgs } from "node:util";
import type { RunByHand } from "#app/jobs/run-by-hand.server.ts";

const USAGE = `npm run job -- NAME --shop DOMAIN [--as-of INSTANT]

Runs one job of one shop now, in this process: settle-due, reconcile (all of it) or a half of it, reconcile-updated or
reconcile-ids, reread-orders, advance-backfill, refresh-figures, drain-inbox, run-import, prepare-exports, read-rule-facts, perform-effects,
fill-code-pool, push-summaries, end-redemptions, remind (looks for mails that are due), send-messages (sends them), check-points (balances
against the ledger), rebuild-points (balances anew from the ledger) or advance-liability (the liability of days by the entries since). --as-of (an ISO instant with its zone) is for jobs of the calendar: what is due by then.`;

/** Reads the command line, runs the job, and answers the exit code. */
async function main(): Promise<number> {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { shop: { type: "string" }, "as-of": { type: "string" } } });
  const [name] = positionals;
  const at = values["as-of"];
  if (!name || !values.shop || (at !== undefined && Number.isNaN(Date.parse(at)))) {
    console.error(USAGE);
    return 2;
  }
  // Only now: these read the environment, and a wrong call should say how to call and not what is missing.
  const { runJobByHand } = await import("#app/jobs/run-by-hand.server.ts");
  const { closeDatabase } = await import("#app/platform/db.server.ts");
  try {
    const outcome = await runJobByHand({ name, shopDomain: values.shop, at: at === undefined ? undefined : new Date(at) });
    if (outcome.outcome === "done") console.log(`${name} is done for ${values.shop}.`);
    else console.error(refusalOf(outcome.outcome, { name, shopDomain: values.shop }));
    return outcome.outcome === "done" ? 0 : 1;
  } finally {
    await closeDatabase();
  }
}

function refusalOf(outcome: Exclude<RunByHand["outcome"], "done">, { name, shopDomain }: { name: string; shopDomain: string }): string {
  switch (outcome) {
    case "unknown_job":
      return `There is no job ${name}.\n\n${USAGE}`;
    case "unknown_shop":
      return `The app is not installed in ${shopDomain}.`;
    case "reopen_needed":
      return `${name} was not done for ${shopDomain}: Shopify refuses the app's tokens. Open the app in the shop's admin once, then run the job again.`;
    case "throttled":
      return `${name} was not done to its end for ${shopDomain}: Shopify kept putting it off, because other apps use the shop's allowance up. Run the job again later.`;
    case "shop_gone":
      return `${name} was not done for ${shopDomain}: the app is not installed there any more, or the shop is closed.`;
  }
}

process.exitCode = await main();
