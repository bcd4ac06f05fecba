import lighthouse from "lighthouse";
import { IS_QUICK, median, report, say } from "./figure.ts";
import { startChromium } from "./lighthouse/chromium.ts";
import { startPart } from "./part.ts";

// What the blocks of the theme cost a page of the shop: Lighthouse as for a telephone, the same page with and without them,
// one right after the other.

const RUNS = IS_QUICK ? 2 : 5;

type Pages = Record<"home" | "product" | "collection", string>;
/** `score` from 0 to 100; `shift` is the cumulative layout shift; `paintMs` is when the largest thing was drawn, on a slow telephone's network. */
type Measured = { score: number; shift: number; paintMs: number };

const shop = await startPart("lighthouse/serve-shop.ts");
const browser = await startChromium();

async function measure(address: string): Promise<Measured> {
  const answer = await lighthouse(address, { port: browser.port, output: "json", logLevel: "error", onlyCategories: ["performance"], formFactor: "mobile" });
  const score = answer?.lhr.categories["performance"]?.score;
  const shift = answer?.lhr.audits["cumulative-layout-shift"]?.numericValue;
  const paintMs = answer?.lhr.audits["largest-contentful-paint"]?.numericValue;
  if (score == null || shift === undefined || paintMs === undefined) throw new Error(`Lighthouse could not measure ${address}: ${answer?.lhr.runtimeError?.message ?? "no result"}`);
  return { score: Math.round(score * 100), shift, paintMs };
}

/** How many blocks stand on a page; a comparison without them would compare nothing. */
async function countBlocks(address: string): Promise<number> {
  return (await (await fetch(address)).text()).split("shopify-app-block").length - 1;
}

try {
  const pages = await shop.ask<Pages>("addresses");
  // The first page of a browser pays for its start.
  await measure(pages.home);
  for (const [name, address] of Object.entries(pages)) {
    const [on, off] = [await countBlocks(address), await countBlocks(`${address}&blocks=off`)];
    if (on === 0 || off > 0) throw new Error(`${address} has ${on} blocks, and ${off} where they are off`);
    const [ours, floor]: [Measured[], Measured[]] = [[], []];
    for (let run = 0; run < RUNS; run += 1) {
      const both = [async () => ours.push(await measure(address)), async () => floor.push(await measure(`${address}&blocks=off`))];
      for (const one of run % 2 === 0 ? both : both.reverse()) await one();
      say(`  ${name} ${run + 1}: ${ours.at(-1)?.score} with blocks, ${floor.at(-1)?.score} without; shift ${ours.at(-1)?.shift} and ${floor.at(-1)?.shift}`);
    }
    const seconds = (runs: Measured[]) => `${(median(runs.map((run) => run.paintMs)) / 1_000).toFixed(2)} s`;
    const score = (runs: Measured[]) => median(runs.map((run) => run.score));
    const shift = (runs: Measured[]) => median(runs.map((run) => run.shift));
    report({ what: `Lighthouse on a telephone, ${name}: points that the blocks cost`, ours: `${score(ours)}`, floor: `${score(floor)}`, target: { atMost: 1 }, held: score(floor) - score(ours), note: `floor: the same page without its ${on} ${on === 1 ? "block" : "blocks"}; largest paint after ${seconds(ours)}, without ${seconds(floor)}` });
    report({ what: `Layout shift, ${name}: what the blocks add`, ours: shift(ours).toFixed(3), floor: shift(floor).toFixed(3), target: { atMost: 0 }, held: Math.round((shift(ours) - shift(floor)) * 100) / 100 });
  }
} finally {
  await browser.stop();
  await shop.stop();
}
