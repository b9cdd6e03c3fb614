import { expect, test } from "vitest";
import { companiesSearch } from "./search";

test("an address is read, and what it does not know is left out", () => {
  expect(companiesSearch({ search: 42, sort: "-contacts" })).toEqual({
    search: "42",
    sort: "-contacts",
  });
  expect(companiesSearch({ search: "", sort: "size", page: 3 })).toEqual({
    search: undefined,
    sort: undefined,
  });
});
