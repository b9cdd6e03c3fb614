/** The routes as agreed, until the server describes them itself. */
import type { Schemas } from "@/api/client";
import type { Model, Standing, StoredModel, WhoChanges } from "./types";

type Json<T> = { content: { "application/json": T } };
type Id = { path: { id: string } };

declare module "@/api/schema" {
  interface paths {
    "/api/v1/scoring-models": {
      get: { parameters: object; responses: { 200: Json<{ items: StoredModel[] }> } };
    };
    "/api/v1/scoring-models/preview": {
      post: {
        parameters: object;
        requestBody: Json<{ model: Model; sample?: number }>;
        responses: { 200: Json<WhoChanges> };
      };
    };
    "/api/v1/scoring-models/{id}": {
      get: { parameters: Id; responses: { 200: Json<StoredModel> } };
      put: {
        parameters: Id;
        requestBody: Json<Model & { start_flows?: boolean }>;
        responses: {
          200: Json<{ id: string; version: number }>;
          202: Json<Schemas["PutOffResponse"]>;
        };
      };
      delete: { parameters: Id; responses: { 204: object } };
    };
    "/api/v1/contacts/{id}/scoring": {
      get: { parameters: Id; responses: { 200: Json<{ data: Standing[] }> } };
    };
  }
}
