import type { LineRules } from "#app/domain/import/line-rules.ts";
import { programAt } from "#app/domain/program/program.ts";
import { localDay } from "#app/domain/time.ts";
import type { Tx } from "#app/platform/db.server.ts";
import { listProgramVersions } from "#app/store/program-versions.server.ts";
import { getShop } from "#app/store/shops.server.ts";

/** What lines of a file may say, by the shop's clocks and by the program in force; no debts before there is one. */
export async function loadLineRules(tx: Tx, shopId: number, { kind, now }: { kind: LineRules["kind"]; now: Date }): Promise<LineRules> {
  const { timeZone } = await getShop(tx, shopId);
  const program = programAt(await listProgramVersions(tx, shopId), now)?.program;
  return { kind, hasDebts: program?.refundPolicy === "allow_negative", today: localDay(now, timeZone) };
}
