/** What is costly to make, made once for each key and kept as long as the answer is. For keys of which there are few. */
export function remembered<Key extends string | number | boolean, Made>(make: (key: Key) => Made): (key: Key) => Made {
  const made = new Map<Key, Made>();
  return (key) => {
    const known = made.get(key);
    if (known !== undefined) return known;
    const one = make(key);
    made.set(key, one);
    return one;
  };
}
