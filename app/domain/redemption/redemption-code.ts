// No 0/O, 1/I/L: a code is read aloud and typed.
const ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";

/** Letters and digits that stand for more than 64 random bits; gift cards take 20 characters at most. */
const LENGTH = 14;

/**
 * The code of a redemption: the reward's prefix and 14 characters (69 bits) of the shop's keyed hash of its id, so that it
 * is the same every time and nobody without the key can guess it. `hash` is hex, 256 bits.
 */
export function redemptionCode(hash: string, prefix: string): string {
  let rest = BigInt(`0x${hash}`);
  let code = "";
  for (let at = 0; at < LENGTH; at += 1) {
    code += ALPHABET[Number(rest % BigInt(ALPHABET.length))];
    rest /= BigInt(ALPHABET.length);
  }
  return prefix + code;
}
