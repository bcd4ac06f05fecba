import type { CustomerList } from "#app/contract/customers.ts";
import type { HeldPoints } from "#app/queries/list-held-points.server.ts";
import type { Stage } from "#app/domain/scoring/stage.ts";
import type { Formats } from "#app/ui/formats.ts";
import type { ExportForm } from "../app.exports._index/export-form.ts";
import type { ListAddress } from "./list-address.ts";

export type CustomersProps = {
  address: ListAddress;
  list: CustomerList;
  /** What they hold, by id; null where there is no program. */
  points: HeldPoints | null;
  stages: Record<Stage, number>;
  /** How many customers the filter leaves, over all pages. */
  found: number;
  formats: Formats;
  isLoading: boolean;
  /** Asks for a file that is too long to be waited for. */
  onPrepare: (form: ExportForm) => void;
  isAsking: boolean;
  onAddress: (address: ListAddress, how: { replace: boolean }) => void;
};
