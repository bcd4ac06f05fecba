import { describe, expect, it } from "vitest";
import { bundleExtension, listUiExtensions, readTargets } from "./build-extensions.ts";

describe.each(listUiExtensions())("the extension %s", (name) => {
  it("is one script that registers its targets", async () => {
    const code = await bundleExtension(name, { appUrl: "https://app.example" });
    for (const { target } of readTargets(name)) expect(code.includes(JSON.stringify(target)), target).toBe(true);
    expect(code.includes("process.env"), "the address of the app is written in").toBe(false);
  });
});
