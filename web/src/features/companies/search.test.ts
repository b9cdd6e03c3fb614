import { expect, test } from "vitest";
import { companiesSearch } from "./search";

test("an address is read, and what it does not know is left out", () => {
  expect(companiesSearch({ search: 42, sort: "size" })).toEqual({ search: "42" });
  expect(companiesSearch({ search: "" })).toEqual({ search: undefined });
});
