/** What a new condition of each kind begins as. Pure. */
import type { EventMatch, Leaf, Rule } from "./rule";
import { CUSTOM } from "./words";

export function fresh(leaf: Leaf): Rule {
  const of: EventMatch = { event: "page_visited" };
  const number = { of: { event: CUSTOM }, property: "", within: { days: 90 } };
  switch (leaf) {
    case "property":
      return { property: { name: "", test: { is: "" } } };
    case "company":
      return { company: { name: "", test: { is: "" } } };
    case "filled_in":
      return { filled_in: { of: [], is: { at_least: 1 } } };
    case "tag":
      return { tag: "" };
    case "score":
      return { score: { points: { more_than: 20 } } };
    case "stage":
      return { stage: ["lead"] };
    case "segment":
      return { segment: "" };
    case "deal":
      return { deal: { is: "open" } };
    case "flow":
      return { flow: { flow: "", is: "inside" } };
    case "count":
      return { count: { of, times: { at_least: 1 }, within: { days: 30 } } };
    case "never":
      return { never: of };
    case "last_occurred":
      return { last_occurred: { of, more_than_ago: { days: 60 }, if_never: "since_created" } };
    case "sum":
      return { sum: { ...number, is: { at_least: 100 } } };
    case "min":
      return { min: { ...number, is: { less_than: 10 } } };
    case "max":
      return { max: { ...number, is: { at_least: 100 } } };
    case "distinct":
      return { distinct: { of, property: "url", is: { at_least: 5 }, within: { days: 7 } } };
    case "sequence":
      // biome-ignore lint/suspicious/noThenProperty: the document calls it so; nothing awaits it
      return { sequence: { first: of, then: { event: "form_submitted" }, at_most: { days: 2 } } };
    case "anniversary":
      return { anniversary: { property: "", is: "today" } };
    case "date":
      return { date: { property: "", is: { within_next_days: 30 } } };
    case "local_time":
      return { local_time: { weekdays: [...WORKING_DAYS], from: "09:00", to: "17:00" } };
  }
}

const WORKING_DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday"] as const;
