import { expect, test } from "vitest";
import { collected, wordsOf } from "./words";

test("the words of a rule are found at any depth, each once", () => {
  const words = collected((add) =>
    wordsOf(
      {
        any: [
          { not: { all: [{ tag: "vip" }, { tag: "vip" }, { tag: "" }] } },
          { property: { name: "city", test: { is: "Kraków" } } },
          { score: { category: "shoes", points: { more_than: 1 } } },
          {
            count: {
              of: { event: "custom:Ordered", where: [{ name: "plan", test: { is: "team" } }] },
              times: { at_least: 2 },
            },
          },
          { never: { event: "page_visited" } },
        ],
      },
      add,
    ),
  );
  expect(words).toEqual({
    tags: ["vip"],
    categories: ["shoes"],
    properties: ["city"],
    eventProperties: ["plan"],
    events: ["Ordered"],
  });
});
