import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

/** The binary that answers /api while `npm run dev` serves the app. */
const server = process.env.RUNNEL_URL ?? "http://127.0.0.1:8700";

export default defineConfig({
  plugins: [react()],
  resolve: { alias: { "@": new URL("./src", import.meta.url).pathname } },
  build: { target: "es2022", manifest: true, assetsInlineLimit: 0 },
  server: { proxy: { "/api": server, "/v1": server } },
  test: { include: ["src/**/*.test.{ts,tsx}"] },
});
