/** What went wrong, in the person's language where we know the words, else in the server's. */
import { useTranslation } from "react-i18next";
import { Problem } from "@/api/problem";

const KNOWN = [
  "offline",
  "unauthorised",
  "forbidden",
  "not_found",
  "version_mismatch",
  "wrong_credentials",
  "too_many_attempts",
  "link_used_or_expired",
  "last_admin",
  "csrf",
] as const;

export function useProblemText(): (error: unknown) => string {
  const { t } = useTranslation();
  return (error) => {
    if (!(error instanceof Problem)) return t("problems.unexpected");
    const known = KNOWN.find((code) => code === error.code);
    if (known !== undefined) {
      return t(`problems.${known}`, { count: Math.ceil((error.retryAfterSeconds ?? 60) / 60) });
    }
    if (error.status >= 500) return t("problems.server", { id: error.requestId ?? "—" });
    return sentence(error.message);
  };
}

/** The server's messages begin small, as parts of a sentence. */
function sentence(message: string): string {
  const first = message.charAt(0).toUpperCase() + message.slice(1);
  return /[.!?…]$/.test(first) ? first : `${first}.`;
}
