/** How long a job works on what has no end of its own: then it asks for itself again and stands behind the others that are due. */
export const TURN_MS = 2_000;

/** Begins a job's turn. The answer says whether it is over; it is looked at between two pieces of work, so the last piece may take longer. */
export function beginTurn(clock: () => Date): () => boolean {
  const endMs = clock().getTime() + TURN_MS;
  return () => clock().getTime() >= endMs;
}
