/**
 * What the server says is wrong, placed at the setting that it is about.
 *
 * Settings that cannot be read are reported as a whole, with the setting's name in the message. The
 * name is taken out of it, so that a click can jump there and the words can be the user's.
 */
import type { Diagnostic } from "@/features/diagnostics/said";

export function placed(diagnostic: Diagnostic): Diagnostic {
  if (diagnostic.code !== "bad_settings") return diagnostic;
  const missing = /missing field `(\w+)`/.exec(diagnostic.message)?.[1];
  return missing ? { ...diagnostic, code: "missing_setting", field: missing } : diagnostic;
}
