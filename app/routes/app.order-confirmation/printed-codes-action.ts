import { printCheckSentence } from "#app/domain/confirmation/check-printed-code.ts";
import { checkPastedCode, preparePrintCodes, rotatePrintKey, stopPrintCodes } from "#app/usecases/prepare-print-codes.server.ts";

/** What the card Printed codes asks for. */
export async function actOnPrintedCodes(shop: { id: number; domain: string }, form: FormData, now: Date) {
  switch (form.get("intent")) {
    case "prepare-print":
      await preparePrintCodes(shop.id, { by: "merchant", now });
      return { intent: "print" } as const;
    case "stop-print":
      await stopPrintCodes(shop.id);
      return { intent: "print" } as const;
    case "rotate-print":
      await rotatePrintKey(shop.id, now);
      return { intent: "print" } as const;
    default: {
      const check = await checkPastedCode(shop, { pasted: String(form.get("pasted") ?? "").slice(0, 20_000), orderNumber: String(form.get("orderNumber") ?? "").slice(0, 100), now });
      return { intent: "check-print", isRight: check.outcome === "right", isNumberMissing: check.outcome === "no_number", sentence: printCheckSentence(check) } as const;
    }
  }
}
