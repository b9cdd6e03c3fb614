import { expect, test } from "vitest";
import { Problem } from "@/api/problem";
import { usersIn } from "./users";

const refused = (users: string) =>
  new Problem(409, "in_use", `the flow \`old\` is used by ${users}; change that first`);

test("segments and flows that ask about a flow are named, the latter with the version", () => {
  expect(usersIn(refused("the segment `Nurtured`, the flow `Win back` (version 3)"))).toEqual([
    { what: "segment", name: "Nurtured" },
    { what: "flow", name: "Win back", version: 3 },
  ]);
});

test("names may hold whatever people write", () => {
  const users = usersIn(refused("the segment `A, the `best`; (version 2)`, the segment `B`"));
  expect(users.map(({ name }) => name)).toEqual(["A, the `best`; (version 2)", "B"]);
});

test("another refusal names nobody", () => {
  expect(usersIn(new Problem(409, "people_inside", "3 are inside"))).toEqual([]);
  expect(usersIn(new Error("offline"))).toEqual([]);
});
