import { expect, test } from "vitest";
import { readFlow } from "../model/document";
import { segmentsAwaited } from "./members";

const draft = readFlow({
  id: "f",
  name: "F",
  nodes: [
    { id: "hot", kind: "segment_entered", settings: { segment: "hot" } },
    { id: "again", kind: "segment_entered", settings: { segment: "hot" } },
    { id: "nobody", kind: "segment_entered", settings: { segment: "nobody" } },
    { id: "open", kind: "segment_entered" },
    { id: "cold", kind: "segment_left", settings: { segment: "cold" } },
  ],
});
const segment = (id: string, members: number) => ({ id, name: id, members });

test("of the segments, each counts once that a trigger waits for and that has members", () => {
  const all = [segment("cold", 4), segment("nobody", 0), segment("hot", 3)];
  expect(segmentsAwaited(draft, all)).toEqual([segment("hot", 3)]);
});

test("a flow that waits for no segment asks nothing about members", () => {
  expect(segmentsAwaited({ nodes: [] }, [segment("hot", 3)])).toEqual([]);
});
