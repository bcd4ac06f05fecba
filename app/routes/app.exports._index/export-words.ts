import type { ExportRequest } from "#app/domain/export-request.ts";
import { ENTRY_FILTER_NAMES } from "#app/ui/entry-line.ts";
import type { Formats } from "#app/ui/formats.ts";
import { STAGE_NAMES } from "#app/ui/stage-names.ts";

/** "Customers in Loyal matching ‘web’", "Activity: Earned, from 1 Nov 2026". */
export function exportTitle(request: ExportRequest, formats: Formats): string {
  if (request.kind === "customers") {
    const { stage, query } = request.filter;
    return `Customers${stage ? ` in ${STAGE_NAMES[stage]}` : ""}${query ? ` matching ‘${query}’` : ""}`;
  }
  const { kind, from, to, version, rule, staff, customer } = request.filter;
  const parts = [
    kind && ENTRY_FILTER_NAMES[kind], from && `from ${formats.calendarDay(from)}`, to && `to ${formats.calendarDay(to)}`, version !== null && `version ${formats.whole(version)}`, rule && `rule ${rule}`, staff && `by ${staff}`, customer && `customer ${customer}`,
  ].filter((part) => typeof part === "string" && part !== "");
  return `Activity${parts.length > 0 ? `: ${parts.join(", ")}` : ""}`;
}
