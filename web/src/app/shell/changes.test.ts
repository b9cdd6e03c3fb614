import { expect, test } from "vitest";
import { topicsOf } from "./changes";

test("the topics of a change are read", () => {
  expect(topicsOf('{"topics":["contacts","flow:welcome"]}')).toEqual(["contacts", "flow:welcome"]);
});

test("what is no change changes nothing", () => {
  for (const data of ["", "null", "[]", '{"topics":"contacts"}', '{"topics":[1]}']) {
    expect(topicsOf(data), data).toEqual([]);
  }
});
