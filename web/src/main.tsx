import "./app/base-styles";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app/App";
import { start } from "./app/languages/languages";

const root = document.getElementById("root");
if (root === null) throw new Error("index.html has no #root");
await start();
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
