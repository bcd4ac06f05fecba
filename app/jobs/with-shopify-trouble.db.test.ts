import { expect, it } from "vitest";
import { RetryableError, ThrottledError } from "#app/shopify/errors.ts";
import { waitingOutThrottling } from "./with-shopify-trouble.server.ts";

/** A way of so many steps, of which one is throttled once; answers which steps were asked for. */
async function walk(steps: number, throttledAt: number): Promise<number[]> {
  const asked: number[] = [];
  for (let step = 0; step < steps; step += 1) {
    await waitingOutThrottling(async () => {
      asked.push(step);
      if (step === throttledAt && asked.filter((one) => one === step).length === 1) throw new ThrottledError(1);
    });
  }
  return asked;
}

it("a step that Shopify puts off is asked again, and not the way to it", async () => {
  expect(await walk(4, 2)).toEqual([0, 1, 2, 2, 3]);
});

it("other trouble is not waited out", async () => {
  let asked = 0;
  const failing = waitingOutThrottling(async () => {
    asked += 1;
    throw new RetryableError("Shopify answered 500");
  });
  await expect(failing).rejects.toThrow("500");
  expect(asked).toBe(1);
});
