/** Finding kinds and steps by what a person types: every word must be found somewhere. */

export function matches(query: string, ...texts: readonly string[]): boolean {
  const all = plain(texts.join(" "));
  return plain(query)
    .split(/\s+/)
    .every((word) => all.includes(word));
}

/** Case and accents do not matter: "ż" is found by "z". */
const plain = (text: string) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
