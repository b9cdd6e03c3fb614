/** The value of a property: which kinds there are, and how each reads. Pure. */
export type Value = string | number | boolean | string[] | { time: string | number };
export type Kind = "text" | "number" | "yes_no" | "list" | "time";
export const KINDS: Kind[] = ["text", "number", "yes_no", "list", "time"];

export function kindOf(value: Value): Kind {
  if (typeof value === "number") return "number";
  if (typeof value === "boolean") return "yes_no";
  if (Array.isArray(value)) return "list";
  return typeof value === "object" ? "time" : "text";
}

type Words = { language: string; yes: string; no: string };

export function reads(value: Value, { language, yes, no }: Words): string {
  if (typeof value === "boolean") return value ? yes : no;
  if (typeof value === "number") return new Intl.NumberFormat(language).format(value);
  if (Array.isArray(value)) return value.join(", ");
  if (typeof value === "object") {
    const format = new Intl.DateTimeFormat(language, { dateStyle: "long", timeStyle: "short" });
    return format.format(new Date(value.time));
  }
  return value;
}

/** What was typed, as a value of that kind; nothing if it is none. */
export function parse(kind: Kind, typed: string): Value | undefined {
  const text = typed.trim();
  switch (kind) {
    case "text":
      return text === "" ? undefined : text;
    case "number":
      return text === "" || !Number.isFinite(Number(text)) ? undefined : Number(text);
    case "yes_no":
      return text === "yes";
    case "list":
      return text.split(",").flatMap((one) => one.trim() || []);
    case "time": {
      const at = new Date(text);
      return Number.isNaN(at.getTime()) ? undefined : { time: at.toISOString() };
    }
  }
}

/** The other direction: what stands in the field to begin with. */
export function typed(value: Value): string {
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (Array.isArray(value)) return value.join(", ");
  if (typeof value === "object") return localMinute(new Date(value.time));
  return String(value);
}

/** As `<input type="datetime-local">` wants it, in the person's zone. */
function localMinute(at: Date): string {
  const local = new Date(at.getTime() - at.getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 16);
}
