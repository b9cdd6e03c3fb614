import { expect, test } from "vitest";
import { printedTable } from "./template";
import { usedWords } from "./used-words";

test("the words of all rows and groups are offered", () => {
  const words = usedWords(printedTable((_, { defaultValue }) => defaultValue));
  expect(words.categories).toEqual(["engagement", "fit"]);
  expect(words.properties).toContain("purchase_authority");
  expect(words.events).toContain("replied_to_an_email");
  expect(words.eventProperties).toContain("campaign");
});
