/** The present instant. Read at the edge (a request, a job) and passed inwards; nothing below asks which time it is, only how long something takes. */
export function now(): Date {
  return new Date();
}
