const ADDRESS_LENGTH_MAX = 254;
const LOCAL_LENGTH_MAX = 64;

/**
 * Whether mail may be sent to an address: the plain form that shops and customers really use. Quoted parts, blanks, line
 * ends and anything that could begin another address or header are refused, also where the standard would allow them.
 *
 * @see https://www.rfc-editor.org/rfc/rfc5321#section-4.1.2
 */
export function isMailable(address: string): boolean {
  if (address.length > ADDRESS_LENGTH_MAX) return false;
  const match = /^([A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+)@([\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?(?:\.[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?)+)$/u.exec(address);
  const local = match?.[1];
  return local !== undefined && local.length <= LOCAL_LENGTH_MAX && !local.startsWith(".") && !local.endsWith(".") && !local.includes("..");
}
