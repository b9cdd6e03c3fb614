import { expect, test } from "vitest";
import { collected, wordsOf, wordsOfEvent } from "./words";

test("the words of a rule are found at any depth, each once", () => {
  const words = collected((add) =>
    wordsOf(
      {
        any: [
          { not: { all: [{ tag: "vip" }, { tag: "vip" }, { tag: "" }] } },
          { property: { name: "city", test: { is: "Kraków" } } },
          { company: { name: "industry", test: { is: "IT" } } },
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
    companyProperties: ["industry"],
    eventProperties: ["plan"],
    events: ["Ordered"],
  });
});

test("the words of the wider rules are found, too", () => {
  const rules = `[
    { "filled_in": { "of": ["phone", "role"], "is": { "at_least": 1 } } },
    { "date": { "property": "renewal", "is": { "within_next_days": 30 } } },
    { "anniversary": { "property": "birthday", "is": "today" } },
    { "sum": { "of": { "event": "custom:bought" }, "property": "amount", "is": { "at_least": 1 } } },
    { "distinct": { "of": { "event": "page_visited" }, "property": "url", "is": { "at_least": 1 } } },
    { "sequence": { "first": { "event": "custom:asked" }, "then": { "event": "custom:ordered",
      "where": [{ "name": "plan", "test": { "is": "team" } }] }, "at_most": { "days": 2 } } }
  ]`;
  expect(collected((add) => wordsOf({ all: JSON.parse(rules) }, add))).toEqual({
    tags: [],
    categories: [],
    properties: ["birthday", "phone", "renewal", "role"],
    companyProperties: [],
    eventProperties: ["amount", "plan", "url"],
    events: ["asked", "bought", "ordered"],
  });
});

test("an event that came in tells its own name and what it brought", () => {
  const words = collected((add) =>
    wordsOfEvent(
      {
        event: { name: "custom:Ordered" },
        properties: { plan: "team" },
        facts: [
          { change: { kind: "property_changed", name: "city", to: "Kraków" } },
          { change: { kind: "tag_added", tag: "buyer" } },
          {
            change: {
              kind: "score_adjusted",
              initial: false,
              category: "shoes",
              points: 5,
              score: 5,
              total: 5,
              reason: "",
            },
          },
        ],
      },
      add,
    ),
  );
  expect(words).toEqual({
    tags: ["buyer"],
    categories: ["shoes"],
    properties: ["city"],
    companyProperties: [],
    eventProperties: ["plan"],
    events: ["Ordered"],
  });
});
