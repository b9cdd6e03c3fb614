/** Something the server refused or could not do, or that it could not be asked at all. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly details: Record<string, unknown> = {},
    readonly retryAfterSeconds?: number,
  ) {
    super(message);
    this.name = "Problem";
  }

  /** The server was not there to be asked. */
  get offline(): boolean {
    return this.status === 0;
  }

  /** Where the failure stands in the server's log. */
  get requestId(): string | undefined {
    const id = this.details.request_id;
    return typeof id === "string" ? id : undefined;
  }
}

type Body = { code?: unknown; message?: unknown; details?: unknown };

/** Makes a problem of an answer, whatever its body is; without an answer the network failed. */
export function problemOf(response: Response | undefined, body: unknown): Problem {
  if (response === undefined) return new Problem(0, "offline", String(body));
  const { code, message, details } = isObject(body) ? (body as Body) : {};
  const retryAfter = Number(response.headers.get("Retry-After"));
  return new Problem(
    response.status,
    typeof code === "string" ? code : `http_${response.status}`,
    typeof message === "string" ? message : response.statusText,
    isObject(details) ? details : {},
    retryAfter > 0 ? retryAfter : undefined,
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
