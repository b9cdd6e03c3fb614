import { expect, test } from "vitest";
import { withProposed } from "./incoming";
import type { Group, Model } from "./types";

const row = { id: "r1", name: "", points: 5, when: { while: { tag: "vip" } } };
const group = (name: string, rows: Group["rows"]): Group => ({ name, rows });
const model: Model = {
  name: "Leads",
  description: "",
  classes: [],
  groups: [group("Own", [row]), group("Rows", [])],
};

test("what is proposed comes last, in place of groups without rows", () => {
  const { groups } = withProposed(model, [group("Suggested", [{ ...row, id: "r2" }])]);
  expect(groups.map(({ name }) => name)).toEqual(["Own", "Suggested"]);
});
