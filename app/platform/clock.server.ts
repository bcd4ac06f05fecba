/** The present instant. Read at the edge (a request, a job) and passed inwards; nothing below reads a clock by itself. */
export function now(): Date {
  return new Date();
}
