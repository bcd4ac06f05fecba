import fs from "node:fs";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Files of half a minute and more, each project's longest first. Vitest goes by size where it knows no times, as in a fresh clone. */
const LONGEST = [
  "tests/stories/two-shops.test.ts",
  "tests/stories/kills.test.ts",
  "tests/invariants/points-lives.test.ts",
  "tests/stories/shop-held-api.test.ts",
  "tests/invariants/program-histories.test.ts",
  "tests/stories/mail-beside-others.test.ts",
  "tests/invariants/points-histories.test.ts",
  "tests/e2e/storefront.test.ts",
  "tests/e2e/customers-in-shopify.test.ts",
  "tests/e2e/points-pages.test.ts",
  "tests/e2e/a-real-shop.test.ts",
  "tests/e2e/storefront-redeeming.test.ts",
  "tests/e2e/program-page.test.ts",
  "tests/e2e/customer-acts.test.ts",
  "tests/e2e/after-order.test.ts",
  "tests/e2e/a-small-shop.test.ts",
  "tests/e2e/messages-page.test.ts",
  "tests/e2e/storefront-tab.test.ts",
];

/** Begins with the files that take longest, so that none of them runs alone in the end while the other core has nothing to do. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const gone = LONGEST.filter((name) => !fs.existsSync(name));
    if (gone.length > 0) throw new Error(`${gone.join(", ")}: named in scripts/longest-first.ts, but not there.`);
    const sorted = await super.sort(files);
    const rankOf = ({ moduleId }: TestSpecification) => {
      const rank = LONGEST.findIndex((name) => moduleId.endsWith(`/${name}`));
      return rank < 0 ? LONGEST.length : rank;
    };
    return sorted.toSorted((a, b) => rankOf(a) - rankOf(b));
  }
}
