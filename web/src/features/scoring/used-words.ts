/** Words that a model uses itself, to be offered in its other rows: nobody else may know them yet. Pure. */
import { collected, type Words, wordsOf } from "@/features/rule/words";
import type { Model } from "./types";

export function usedWords({ groups, class_of }: Model): Words {
  return collected((add) => {
    add("categories", class_of ?? "");
    for (const { category, rows } of groups) {
      add("categories", category ?? "");
      for (const { when } of rows)
        wordsOf("while" in when ? when.while : { never: when.each.of }, add);
    }
  });
}
