/** JSON.rawJSON is in Node's engine, but not yet in TypeScript's library. */
const rawJson = (JSON as unknown as { rawJSON: (text: string) => object }).rawJSON;

const { isRawJSON } = JSON as unknown as { isRawJSON: (value: unknown) => boolean };

export const isRawNumber = (value: unknown): boolean => isRawJSON(value);

/** An id as a JSON number with all its digits, also above 2^53 where a JavaScript number would be rounded. */
export const rawNumber = (digits: string): object => rawJson(digits);
