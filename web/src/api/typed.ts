/**
 * The types of a client for a description that openapi-typescript generated. openapi-fetch has its
 * own, but they copy a recursive type (our rules) into one that is not assignable to itself.
 */
type Method = "get" | "post" | "put" | "patch" | "delete";
type Operation = { parameters: object; responses: object };

type PathsWith<All, M extends Method> = {
  [P in keyof All]: All[P] extends Record<M, Operation> ? P : never;
}[keyof All];

type OperationOf<All, P extends keyof All, M extends Method> =
  All[P] extends Record<M, infer Op extends Operation> ? Op : never;

type Json<T> = T extends { content: { "application/json": infer J } } ? J : undefined;

/** What a 2xx says, of whichever status. */
type Ok<Op extends Operation> = {
  [S in keyof Op["responses"] & (200 | 201 | 202 | 204)]: Json<Op["responses"][S]>;
}[keyof Op["responses"] & (200 | 201 | 202 | 204)];

type Parameters<P> = P extends { path: object } | { query: object }
  ? { params: P }
  : { params?: P };

type Body<Op> = Op extends { requestBody: { content: { "application/json": infer B } } }
  ? { body: B }
  : Op extends { requestBody?: infer R }
    ? { body?: Extract<R, object> extends { content: { "application/json": infer B } } ? B : never }
    : { body?: undefined };

type Init<Op extends Operation> = Parameters<Op["parameters"]> & Body<Op>;

type Arguments<I> = Record<never, never> extends I ? [init?: I] : [init: I];

type Call<All, M extends Method> = <P extends PathsWith<All, M>>(
  path: P,
  ...init: Arguments<Init<OperationOf<All, P, M>>>
) => Promise<{ data?: Ok<OperationOf<All, P, M>>; error?: unknown; response: Response }>;

export type Typed<All> = { [M in Method as Uppercase<M>]: Call<All, M> };
