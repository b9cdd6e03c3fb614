/** The short name of a thing, made from what people call it. Pure. */

/** Letters that no accent can be taken from. */
const LETTERS: Record<string, string> = { ł: "l", ß: "ss", đ: "d", ø: "o", æ: "ae", œ: "oe" };

/** `Hot leads, Kraków` → `hot-leads-krakow`; one that is not taken yet. `otherwise`: in other letters. */
export function shortName(name: string, taken: string[], otherwise = "segment"): string {
  const plain = name
    .toLowerCase()
    .replace(/[łßđøæœ]/g, (letter) => LETTERS[letter] ?? letter)
    .normalize("NFD")
    .replace(/\p{Mark}/gu, "")
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 48);
  const base = plain === "" ? otherwise : plain;
  for (let number = 1; ; number++) {
    const candidate = number === 1 ? base : `${base}-${number}`;
    if (!taken.includes(candidate)) return candidate;
  }
}
