import type { ActivityTotal } from "#app/queries/activity-totals.server.ts";
import type { ActivityChoices, ActivityPage } from "#app/queries/shop-activity.server.ts";
import type { Formats } from "#app/ui/formats.ts";
import type { ExportForm } from "../app.exports._index/export-form.ts";
import type { ActivityAddress } from "./activity-address.ts";

export type ActivityProps = {
  address: ActivityAddress;
  page: ActivityPage;
  totals: ActivityTotal[];
  /** When the page was read. */
  at: string;
  choices: ActivityChoices;
  formats: Formats;
  isLoading: boolean;
  /** Asks for a file that is too long to be waited for. */
  onPrepare: (form: ExportForm) => void;
  isAsking: boolean;
  onAddress: (address: ActivityAddress) => void;
};
