import { expect, test } from "vitest";
import { problemOf } from "./problem";

test("a refusal keeps the server's code, words and details", () => {
  const response = new Response(null, { status: 409, headers: { "Retry-After": "3" } });
  const problem = problemOf(response, {
    code: "segment_in_use",
    message: "The flow Welcome uses it.",
    details: { request_id: "r1" },
  });
  expect(problem).toMatchObject({
    status: 409,
    code: "segment_in_use",
    message: "The flow Welcome uses it.",
    requestId: "r1",
    retryAfterSeconds: 3,
    offline: false,
  });
});

test("an answer that is not ours still has a code", () => {
  const response = new Response(null, { status: 502, statusText: "Bad Gateway" });
  expect(problemOf(response, "<html>")).toMatchObject({ code: "http_502", message: "Bad Gateway" });
});

test("no answer at all is the network's fault", () => {
  expect(problemOf(undefined, new TypeError("fetch failed")).offline).toBe(true);
});
