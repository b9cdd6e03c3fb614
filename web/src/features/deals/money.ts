/** Money as the language writes it. Amounts are in the currency's smallest unit. Pure. */
type Money = { amount_minor: number; currency: string };

/** How many of the smallest unit make one: 100 for most, 1 for the yen. */
function minorPerUnit(currency: string): number {
  const format = new Intl.NumberFormat("en", { style: "currency", currency });
  return 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2);
}

export function moneyText({ amount_minor, currency }: Money, language: string): string {
  const amount = amount_minor / minorPerUnit(currency);
  const whole = Number.isInteger(amount);
  const format = new Intl.NumberFormat(language, {
    style: "currency",
    currency,
    ...(whole && { maximumFractionDigits: 0, minimumFractionDigits: 0 }),
  });
  return format.format(amount);
}

export function money(amount: number, currency: string): Money {
  return { amount_minor: Math.round(amount * minorPerUnit(currency)), currency };
}

/** Sums by currency: amounts of different ones are not added. */
export function sums(all: (Money | null | undefined)[]): Money[] {
  const byCurrency = new Map<string, number>();
  for (const one of all) {
    if (!one) continue;
    byCurrency.set(one.currency, (byCurrency.get(one.currency) ?? 0) + one.amount_minor);
  }
  return [...byCurrency].map(([currency, amount_minor]) => ({ currency, amount_minor }));
}
