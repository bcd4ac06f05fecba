import type { ApiToken } from "#app/queries/api-tokens.server.ts";
import type { CreateApiTokenOutcome } from "#app/usecases/create-api-token.server.ts";
import type { Formats } from "#app/ui/formats.ts";

export type ApiTokensProps = {
  tokens: ApiToken[];
  /** The instant at which the page was read. */
  at: string;
  formats: Formats;
  /** What became of the last attempt to create a token. */
  creation: CreateApiTokenOutcome | undefined;
  isCreating: boolean;
  onCreate: (name: string) => void;
  isRevoking: boolean;
  onRevoke: (id: string) => void;
};
