/**
 * What is costly to make, made once for each key and kept. `keysMax`: with more keys than that it begins anew, so that what
 * anybody may name does not fill the memory; without it for keys of which there are few.
 */
export function remembered<Key extends string | number | boolean, Made>(make: (key: Key) => Made, { keysMax = Infinity }: { keysMax?: number } = {}): (key: Key) => Made {
  const made = new Map<Key, Made>();
  return (key) => {
    const known = made.get(key);
    if (known !== undefined) return known;
    if (made.size >= keysMax) made.clear();
    const one = make(key);
    made.set(key, one);
    return one;
  };
}
