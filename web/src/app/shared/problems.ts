/** What went wrong, in the person's language where we know the words, else in the server's. */
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import { Problem } from "@/api/problem";

/** Whatever somebody at a screen can bring about; what only programs do is said to them in English. */
export const KNOWN = [
  "offline",
  "unauthorised",
  "forbidden",
  "not_found",
  "changed_since",
  "wrong_credentials",
  "wrong_password",
  "password_too_short",
  "too_many_attempts",
  "overloaded",
  "busy",
  "already_training",
  "invalid_settings",
  "link_used_or_expired",
  "last_admin",
  "csrf",
  "contact_exists",
  "company_exists",
  "company_too_large",
  "user_exists",
  "user_disabled",
  "flow_exists",
  "in_use",
  "wrong_state",
  "given_up",
  "diagnostics",
  "invalid_email",
  "invalid_currency",
  "invalid_points",
  "invalid_reason",
  "property_refused",
  "not_storable",
] as const;

export function useProblemText(): (error: unknown) => string {
  const { t } = useTranslation();
  return (error) => {
    if (!(error instanceof Problem)) return t("problems.unexpected");
    const known = KNOWN.find((code) => code === error.code);
    if (known !== undefined) return t(`problems.${known}`, valuesOf(error, t));
    if (error.status >= 500) return t("problems.server", { id: error.requestId ?? "—" });
    return sentence(error.message);
  };
}

/** What the message speaks of: it has names, which the details do not repeat. */
function valuesOf({ message, retryAfterSeconds }: Problem, t: TFunction) {
  return {
    count: Math.ceil((retryAfterSeconds ?? 60) / 60),
    name: /`(.+?)`/.exec(message)?.[1] ?? "",
    users: usersIn(message, t),
  };
}

/** "the segment `Hot`, the scoring model `Leads`, the flow `Hand-over` (version 1), the flow `Hand-over` (version 2)" */
function usersIn(message: string, t: TFunction): string {
  const [, users = ""] = /is used by (.+); change/.exec(message) ?? [];
  const named = [...users.matchAll(/the (segment|flow|scoring model) `(.+?)`(?:,| \(version|$)/g)];
  const said = named.map(([, what = "", name]) =>
    t(`problems.user.${what.replace(" ", "_")}`, { name }),
  );
  return [...new Set(said)].join(", ");
}

/** The server's messages begin small, as parts of a sentence. */
export function sentence(message: string): string {
  const first = message.charAt(0).toUpperCase() + message.slice(1);
  return /[.!?…]$/.test(first) ? first : `${first}.`;
}
