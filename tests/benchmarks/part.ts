import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

/** A process of its own that plays one part in a benchmark and answers questions, one at a time. */
export interface Part {
  pid: number;
  ask: <Answer>(name: string, question?: unknown) => Promise<Answer>;
  stop: () => Promise<void>;
}

type Answered = { ready: true } | { answer: unknown } | { failure: string };

/** Starts `file`, named from this folder, with more variables. Resolves once it listens. */
export async function startPart(file: string, env: Record<string, string> = {}, execArgv: string[] = []): Promise<Part> {
  const child = fork(fileURLToPath(new URL(file, import.meta.url)), { env: { ...process.env, ...env }, execArgv, stdio: ["ignore", "inherit", "inherit", "ipc"], serialization: "advanced" });
  const ended = once(child, "exit").then(([code]) => {
    throw new Error(`${file} ended with exit code ${code}`);
  });
  ended.catch(() => undefined);
  const next = async (): Promise<Answered> => {
    const [message] = (await Promise.race([once(child, "message"), ended])) as [Answered];
    return message;
  };
  await next();
  return {
    pid: child.pid ?? 0,
    async ask<Answer>(name: string, question?: unknown) {
      child.send({ name, question });
      const answered = await next();
      if ("failure" in answered) throw new Error(`${file} failed: ${answered.failure}`);
      return ("answer" in answered ? answered.answer : undefined) as Answer;
    },
    async stop() {
      if (child.exitCode !== null) return;
      child.disconnect();
      await ended.catch(() => undefined);
    },
  };
}

/** What a part answers, by name. */
export type Answers = Record<string, (question: never) => unknown>;

/** Called by a part: answers until whoever started it lets go, then calls `end`. */
export function answerQuestions(answers: Answers, end: () => Promise<void> = () => Promise.resolve()): void {
  process.on("message", ({ name, question }: { name: string; question: never }) => {
    Promise.resolve()
      .then(() => answers[name]?.(question))
      .then(
        (answer) => process.send?.({ answer }),
        (error: unknown) => process.send?.({ failure: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
      );
  });
  process.once("disconnect", () => void end().finally(() => process.exit()));
  process.send?.({ ready: true });
}
