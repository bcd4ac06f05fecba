/** How long a job works on what has no end of its own: then it asks for itself again and stands behind the others that are due. */
export const TURN_MS = 2_000;

/** How a job goes about its work: by which clock, and whether others should have its place now. */
export interface JobRun {
  clock: () => Date;
  isTurnOver: () => boolean;
}

/** Begins a job's turn. The answer says whether it is over; it is looked at between two pieces of work, so the last piece may take longer. */
export function beginTurn(clock: () => Date, turnMs = TURN_MS): () => boolean {
  const endMs = clock().getTime() + turnMs;
  return () => clock().getTime() >= endMs;
}
