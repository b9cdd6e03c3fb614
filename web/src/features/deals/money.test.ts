import { expect, test } from "vitest";
import { money, moneyText, sums } from "./money";

test("amounts are written as the language does", () => {
  expect(moneyText({ amount_minor: 1_000_000, currency: "PLN" }, "en")).toBe("PLN\u00a010,000");
  expect(moneyText({ amount_minor: 1050, currency: "EUR" }, "en")).toBe("€10.50");
  expect(moneyText({ amount_minor: 500, currency: "JPY" }, "en")).toBe("¥500");
});

test("what is typed is kept in the smallest unit, without a rounding error", () => {
  expect(money(19.99, "EUR")).toEqual({ amount_minor: 1999, currency: "EUR" });
  expect(money(500, "JPY")).toEqual({ amount_minor: 500, currency: "JPY" });
});

test("different currencies are not added", () => {
  const all = [money(1, "EUR"), null, money(2, "EUR"), money(3, "PLN")];
  expect(sums(all)).toEqual([money(3, "EUR"), money(3, "PLN")]);
});
