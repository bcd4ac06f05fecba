import type { Problem } from "#app/contract/problem.ts";

/** Ends a request with a problem, from wherever it is found out. */
export class ProblemError extends Error {
  override readonly name = "ProblemError";
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.detail);
    this.problem = problem;
  }
}
